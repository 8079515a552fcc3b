"""What the guide and the example show does what they say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.client.house import KEY, House

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["python.md", "python.zh-CN.md"])
def test_every_piece_of_the_guide_runs(small_house: House, tmp_path: Path, name: str) -> None:
    text = (ROOT / "docs/guide" / name).read_text()
    pieces = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(pieces) == 4
    said: dict[str, object] = {}
    for piece in pieces:
        told = piece.replace("https://siyu.example.com", small_house.address).replace("YOUR_KEY", KEY)
        exec(told.replace("/var/lib/shop", str(tmp_path)), said)
    names = [event.get("event") or event["type"] for event in small_house.kept.values()]
    assert names == [
        "product_viewed", "identify", "item_set", "profile", "bind", "coupon_entered", "product_viewed",
    ]  # fmt: skip


def test_both_languages_of_the_guide_show_the_same_code() -> None:
    shown = [
        re.findall(r"```python\n(.*?)```", (ROOT / "docs/guide" / name).read_text(), re.DOTALL)
        for name in ("python.md", "python.zh-CN.md")
    ]
    assert shown[0] == shown[1]


def test_the_shop_of_the_example_tells_its_afternoon(small_house: House, tmp_path: Path) -> None:
    shop = ROOT / "examples/python_client/shop.py"
    command = [sys.executable, str(shop), small_house.address, KEY]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert (told.returncode, told.stdout, told.stderr) == (0, "kept 29\n", "")
    assert small_house.names().count("cart_item_added") == 7
