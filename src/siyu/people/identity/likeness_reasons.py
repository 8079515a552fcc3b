"""Why two records look like one person, or do not: the words a reviewer reads."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """`weight` is what it adds to the log-odds of one person: below zero it speaks against."""

    code: str
    zh: str
    en: str
    weight: float


CROSSED = "name_crossed"
WORDS: Mapping[str, tuple[str, str]] = {
    "given_same": ("名相同", "same first name"),
    "given_near": ("名只差一个字母", "first name differs by one letter"),
    "given_short": ("名是另一方的简写", "first name is short for the other"),
    "given_like": ("名拼写相近", "first names are spelled alike"),
    "given_differs": ("名不同", "different first names"),
    "family_same": ("姓相同", "same last name"),
    "family_near": ("姓只差一个字母", "last name differs by one letter"),
    "family_short": ("姓是另一方的简写", "last name is short for the other"),
    "family_like": ("姓拼写相近", "last names are spelled alike"),
    "family_differs": ("姓不同", "different last names"),
    CROSSED: ("姓与名互换", "first and last name are swapped"),
    "name_same": ("姓名相同", "same name"),
    "name_near": ("姓名只差一个字", "name differs by one character"),
    "name_fits": ("与部分隐藏的姓名相符", "fits the partly hidden name"),
    "name_differs": ("姓名不同", "different names"),
    "phone_same": ("手机号相同", "same phone"),
    "phone_near": ("手机号只差一位", "phone differs by one digit"),
    "phone_fits": ("与部分隐藏的手机号相符", "fits the partly hidden phone"),
    "phone_tail": ("手机尾号相同", "same last four digits of the phone"),
    "phone_differs": ("手机号不同", "different phones"),
    "email_same": ("邮箱相同", "same e-mail"),
    "email_near": ("邮箱只差一两个字符", "e-mail differs by one or two characters"),
    "email_local": ("邮箱用户名相同", "same e-mail name"),
    "email_like": ("邮箱相近", "e-mails are alike"),
    "email_differs": ("邮箱不同", "different e-mails"),
    "birthday_same": ("生日相同", "same birthday"),
    "birthday_near": ("生日只差一位数字或日月颠倒", "birthday differs by one digit, or day and month are swapped"),
    "birthday_parts": ("生日的年、月、日中有两项相同", "two of birth year, month and day agree"),
    "birthday_like": ("生日相近", "birthdays are alike"),
    "birthday_differs": ("生日不同", "different birthdays"),
    "city_same": ("城市相同", "same city"),
    "city_near": ("城市写法相近", "cities are spelled alike"),
    "city_differs": ("城市不同", "different cities"),
    "address_same": ("地址相同", "same address"),
    "address_near": ("地址写法相近且门牌号一致", "addresses are alike and have the same house number"),
    "address_differs": ("地址不同", "different addresses"),
}


def reason(code: str, weight: float) -> Reason:
    zh, en = WORDS[code]
    return Reason(code, zh, en, round(weight, 2))
