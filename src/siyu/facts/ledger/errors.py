"""What can go wrong with a ledger; an error has changed nothing at all, and its transaction can go on."""

from siyu.kernel.errors import Conflict, Invalid, NotFound, Refused


class UnitUnknown(Invalid):
    code = "ledger_unit_unknown"
    field = "unit"
    zh = "没有声明过单位 {unit}"
    en = "The unit {unit} was never declared"


class UnitInvalid(Invalid):
    code = "ledger_unit_invalid"
    field = "unit"
    zh = "单位代码须为小写字母开头的 1–30 位字母、数字或下划线"
    en = "A unit's code is 1–30 letters, digits or underscores, starting with a lower-case letter"


class UnitDiffers(Invalid):
    code = "ledger_unit_differs"
    field = "unit"
    zh = "账户的单位不是 {unit}"
    en = "An account of this transfer does not hold {unit}"


class MoveInvalid(Invalid):
    code = "ledger_move_invalid"
    zh = "记账内容不正确：{problem}"
    en = "This cannot be written into the ledger: {problem}"


class AccountMissing(NotFound):
    code = "ledger_account_missing"
    zh = "没有这个账户"
    en = "There is no such account"


class TransferMissing(NotFound):
    code = "ledger_transfer_missing"
    zh = "没有这笔记账"
    en = "There is no such transfer"


class HoldMissing(NotFound):
    code = "ledger_hold_missing"
    zh = "没有这笔预留"
    en = "There is no such hold"


class LotMissing(NotFound):
    code = "ledger_lot_missing"
    zh = "没有这个批次"
    en = "There is no such lot"


class AccountDiffers(Conflict):
    code = "ledger_account_differs"
    zh = "账户 {code} 已存在，但设置不同"
    en = "The account {code} is there already, on other terms"


class KeyReused(Conflict):
    code = "ledger_key_reused"
    zh = "幂等键 {key} 已用于内容不同的记账"
    en = "The key {key} was used for something else"


class HoldEnded(Conflict):
    code = "ledger_hold_ended"
    zh = "这笔预留已经结束"
    en = "This hold has ended"


class Insufficient(Refused):
    code = "ledger_insufficient"
    zh = "余额不足"
    en = "The balance is not sufficient"


class BeyondRest(Refused):
    code = "ledger_beyond_rest"
    zh = "超出可用的剩余额 {rest}"
    en = "This is more than the {rest} that are left of it"


class NotReversible(Refused):
    code = "ledger_not_reversible"
    zh = "这笔记账不能冲正"
    en = "This transfer cannot be reversed"


class WrongAccount(Refused):
    code = "ledger_wrong_account"
    zh = "此类账户不支持该操作：{problem}"
    en = "This kind of account does not take that: {problem}"
