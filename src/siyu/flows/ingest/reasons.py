"""Why a hit was not kept as it came: codes with their sentence in both languages, for senders and for the console."""

from typing import Final, NamedTuple


class Reason(NamedTuple):
    zh: str
    en: str


REASONS: Final[dict[str, Reason]] = {
    "duplicate": Reason("48 小时内已收到相同 messageId 的事件", "This messageId came in the last 48 hours"),
    "bot": Reason("来自爬虫或机器人", "Sent by a crawler or a bot"),
    "consent_refused": Reason("用户未同意采集行为数据", "The visitor does not consent to analytics"),
    "not_an_object": Reason("事件必须是 JSON 对象", "An event must be a JSON object"),
    "event_too_large": Reason("单个事件不得超过 32 KB", "An event holds at most 32 KB"),
    "type_unknown": Reason("不支持的 type", "There is no such type"),
    "type_not_public": Reason("公开密钥不能发送这种调用", "A public key may not make this call"),
    "name_missing": Reason("缺少事件名", "The event has no name"),
    "name_invalid": Reason("事件名须为 1–100 个可见字符", "A name is 1 to 100 visible characters"),
    "message_id_invalid": Reason("messageId 须为 1–100 个字符的文本", "A messageId is text of 1 to 100 characters"),
    "nobody": Reason("没有可用的 userId、anonymousId 或 identities", "Names nobody we could know"),
    "identity_unknown": Reason("不支持的标识类型", "There is no such type of identifier"),
    "identity_invalid": Reason("标识须为 1–255 个字符的文本或整数", "An identifier is text of 1 to 255 characters"),
    "field_invalid": Reason("字段类型不正确", "A field is of the wrong kind"),
    "too_many_properties": Reason("属性超过 1000 个", "More than 1,000 properties"),
    "too_deep": Reason("属性嵌套超过 16 层", "Properties nest deeper than 16"),
    "property_ambiguous": Reason("属性名含点号，与嵌套属性重名", "A dotted name repeats a nested property"),
    "number_out_of_range": Reason("数值超出 64 位范围", "A number does not fit 64 bits"),
    "time_invalid": Reason("时间格式不正确", "A time is not one we read"),
    "time_out_of_range": Reason("时间早于 2000 年", "The time lies before the year 2000"),
    "event_reserved": Reason("该事件只能由服务端记录", "Only a server may record this event"),
    "plan_violated": Reason("不符合跟踪计划", "Does not follow the tracking plan"),
    "unplanned": Reason("事件不在跟踪计划中", "The event is not in the tracking plan"),
    "verb_unknown": Reason("不支持的属性操作", "There is no such profile verb"),
    "trait_invalid": Reason("属性操作的值不正确", "The value does not fit the verb"),
    "item_invalid": Reason("字典行缺少 itemType 或 itemId", "A dictionary row needs itemType and itemId"),
    "not_understood": Reason("处理时出错，已保留原文以便重放", "It could not be taken in; kept whole to be replayed"),
    "quarantine_full": Reason("隔离区已满，未保留", "Refused, and the quarantine is full: not kept"),
    "warehouse_refused": Reason("分析库拒绝了该事件", "The warehouse refused this event"),
}  # fmt: skip

MARKS: Final[dict[str, Reason]] = {
    "time_clamped": Reason("时间在未来，已改为接收时间", "The time lay ahead and was set to when it was received"),
    "text_repaired": Reason("含不完整字符，已替换", "Held half a character, which was replaced"),
    "id_made": Reason("缺少 messageId，无法去重", "Came without messageId, so doubles cannot be told"),
    "identity_ignored": Reason("忽略了无意义的标识（如 null、0）", "An identifier that means nobody was left out"),
    "plan_violated": Reason("不符合跟踪计划", "Does not follow the tracking plan"),
    "unplanned": Reason("事件不在跟踪计划中", "The event is not in the tracking plan"),
    "inviter_forged": Reason("邀请凭证无效", "The inviter token is not one of ours"),
}  # fmt: skip
