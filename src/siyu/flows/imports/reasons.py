"""Why a row was rejected, skipped or taken with a remark: one stable code each, in Chinese and English."""

from dataclasses import astuple, dataclass
from typing import NamedTuple


class Reason(NamedTuple):
    zh: str
    en: str


class Unfit(Exception):
    """A cell cannot be what its field needs; caught in this room, never an error anyone sees."""

    def __init__(self, code: str, value: object = "", column: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value
        self.column = column

    def at(self, column: str) -> "Unfit":
        self.column = self.column or column
        return self


REJECTIONS = {
    "amount_out_of_range": Reason("金额过大", "The amount is too large"),
    "cell_error": Reason("单元格是公式错误（如 #DIV/0!）", "The cell holds a formula error such as #DIV/0!"),
    "cell_too_long": Reason("单元格超过 32768 个字符", "A cell is longer than 32,768 characters"),
    "cell_unreadable": Reason("单元格的类型无法读取", "The cell's type cannot be read"),
    "currency_unknown": Reason("币种不是三个字母的代码", "The currency is not a code of three letters"),
    "document_imprecise": Reason(
        "单号被表格软件存成了数字，末尾几位已丢失",
        "The document number was stored as a number and lost its last digits",
    ),
    "document_mixed_currencies": Reason("同一单号的行币种不同", "Rows of one document are in different currencies"),
    "document_mixed_kinds": Reason(
        "同一单号既有销售又有退款或调整", "Rows of one document are of different kinds (sale, refund, adjustment)"
    ),
    "document_missing": Reason("缺少单号", "The document number is missing"),
    "encoding_unreadable": Reason("这一行的文字编码与文件其余部分不同", "The line is not in the file's text encoding"),
    "event_missing": Reason("缺少事件名", "The name of the event is missing"),
    "event_repeated": Reason(
        "同一文件里已有相同编号的事件，只计一次", "An event with this id stands in the file already; it counts once"
    ),
    "event_reserved": Reason(
        "这个事件由系统自己记录，不能从文件导入，否则会重复计算",
        "The house records this event itself; from a file it would count twice",
    ),
    "money_missing": Reason("缺少金额", "The amount is missing"),
    "money_unreadable": Reason("金额无法识别", "The amount cannot be read"),
    "name_missing": Reason("缺少商品名称", "The product name is missing"),
    "negative_price": Reason("价格为负", "The price is negative"),
    "person_missing": Reason("没有可用的客户标识", "There is no usable identifier of a person"),
    "property_unreadable": Reason("属性值与映射写明的类型不符", "A property is not of the type the mapping gives it"),
    "quantity_out_of_range": Reason("数量过大", "The quantity is too large"),
    "quantity_unreadable": Reason("数量不是整数", "The quantity is not a whole number"),
    "quotes_unbalanced": Reason("引号没有成对", "A quotation mark is not closed"),
    "row_too_large": Reason("这一行过大", "The row is too large"),
    "row_too_long": Reason("单元格比表头多", "The row has more cells than the header"),
    "row_too_short": Reason("单元格比表头少", "The row has fewer cells than the header"),
    "row_unreadable": Reason("这一行无法按 CSV 解析", "The row cannot be read as CSV"),
    "sku_missing": Reason("缺少商品编码", "The SKU is missing"),
    "status_unknown": Reason("订单状态不在映射里", "The order status is not in the mapping"),
    "text_invalid": Reason("文字里有控制字符或损坏的字符", "The text holds control characters or broken characters"),
    "text_too_long": Reason("文字过长", "The text is too long"),
    "time_before_2000": Reason("时间早于 2000 年", "The time is before the year 2000"),
    "time_in_future": Reason("时间在未来", "The time is in the future"),
    "time_missing": Reason("缺少时间", "The time is missing"),
    "time_out_of_range": Reason("时间早于 1990 年或在未来", "The time is before 1990 or in the future"),
    "time_unreadable": Reason("时间无法识别", "The time cannot be read"),
}
REMARKS = {
    "identifier_masked": Reason(
        "标识被平台打码，未用于识别客户（这一行照常导入）", "A masked identifier was not used (the row was taken)"
    ),
    "identifier_unusable": Reason(
        "标识格式不正确，未用于识别客户（这一行照常导入）",
        "An identifier that cannot be right was not used (the row was taken)",
    ),
    "refund_exceeds_amount": Reason(
        "退款金额大于这一行的金额，请核对", "The refund is larger than the amount of its row; please check"
    ),
}
SKIPS = {
    "status_skipped": Reason("按映射跳过的订单状态", "The mapping leaves this order status out"),
    "unpaid": Reason("没有付款时间的订单未导入", "Orders without a payment time are left out"),
}
REASONS = REJECTIONS | REMARKS | SKIPS


def reason(code: str) -> Reason:
    """The sentence of a code."""
    return REASONS[code]


@dataclass(frozen=True, slots=True)
class Problem:
    """How often one thing happened, and where first."""

    code: str
    count: int
    first_row: int


class Tally:
    """Counts problems while a file is read; can be saved with a checkpoint and taken up again."""

    def __init__(self, saved: list[list[str | int]] | None = None) -> None:
        self._seen = {str(code): (int(count), int(first)) for code, count, first in saved or ()}

    def add(self, code: str, row_no: int) -> None:
        count, first = self._seen.get(code, (0, row_no))
        self._seen[code] = (count + 1, first)

    def problems(self) -> tuple[Problem, ...]:
        """Most frequent first."""
        found = (Problem(code, count, first) for code, (count, first) in self._seen.items())
        return tuple(sorted(found, key=lambda problem: (-problem.count, problem.code)))

    def saved(self) -> list[list[str | int]]:
        """What the constructor takes, as JSON can hold it."""
        return [list(astuple(problem)) for problem in self.problems()]
