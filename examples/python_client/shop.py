"""An afternoon of a tea shop, told to Siyu by the shop's own server: `python shop.py HOST KEY [SPOOL]`."""

import sys
from collections import Counter

from siyu.client import Client, Failure, Result

TEAS = {"T1": ("西湖龙井 250g", 12800), "T2": ("正山小种 200g", 9800), "C1": ("白瓷盖碗", 5900)}
VISITS = [("M1", ["T1", "C1"]), ("M2", ["T2"]), ("M1", ["T2"]), ("M3", ["C1", "T1", "T2"])]


def main(host: str, key: str, spool: str = "siyu.spool") -> int:
    told: Counter[str] = Counter()

    def on_result(result: Result) -> None:
        told[result.status] += 1
        if result.status == "quarantined":
            say(f"not kept: {result.message_id}: {result.code} {result.message}")

    def on_error(failure: Failure) -> None:
        told["failed"] += 1
        say(f"not sent: {failure.event['messageId']}: {failure.error}")

    with Client(host, key, spool=spool, on_result=on_result, on_error=on_error) as siyu:
        tell_catalogue(siyu)
        for member, teas in VISITS:
            tell_visit(siyu, member, teas)
        is_done = siyu.flush()
    say(", ".join(f"{status} {count}" for status, count in sorted(told.items())))
    return 0 if is_done and not told["failed"] else 1


def tell_catalogue(siyu: Client) -> None:
    """Rows of the dictionary, so that reports can say names and prices."""
    for sku, (name, price_cents) in TEAS.items():
        siyu.item_set("sku", sku, {"name": name, "price_cents": price_cents})


def tell_visit(siyu: Client, member: str, teas: list[str]) -> None:
    """What somebody looked at and put into the cart; the device was known before they signed in."""
    device = f"device-of-{member}"
    siyu.page("Home", {"url": "/"}, anonymous_id=device)
    siyu.identify({"city": "杭州"}, user_id=member, anonymous_id=device)
    for sku in teas:
        name, price_cents = TEAS[sku]
        siyu.track("product_viewed", {"sku": sku, "name": name}, user_id=member)
        price = {"price_cents": price_cents, "currency": "CNY", "quantity": 1}
        siyu.track("cart_item_added", {"sku": sku, **price}, user_id=member)
    siyu.profile_increment({"visits": 1}, user_id=member)


def say(line: str) -> None:
    print(line)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
