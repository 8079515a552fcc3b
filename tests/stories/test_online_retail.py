"""A year of a shop's real orders comes in, and the house says what the published figures say (UCI Online Retail)."""

import subprocess
from pathlib import Path
from typing import Any

import httpx

from bench.server import Server
from tests.stories.conftest import EMAIL, PASSWORD, import_orders

NET_CENTS = 974_774_793
DOCUMENTS, REFUNDS, PEOPLE = 25_900, 3_836, 4_372


def test_every_document_is_recorded_and_none_rejected(first_import: dict[str, Any]) -> None:
    assert first_import["state"] == "done"
    assert first_import["rows_read"] == 541_909
    assert first_import["rows_rejected"] == 0
    assert (first_import["created"], first_import["changed"]) == (DOCUMENTS, 0)


def test_the_record_and_the_log_agree_with_the_published_figures(retail: Server, first_import: dict[str, Any]) -> None:
    assert first_import["state"] == "done"
    assert figures(retail) == {
        "orders": DOCUMENTS,
        "refunds": REFUNDS,
        "adjustments": 3,
        "people": PEOPLE,
        "events": DOCUMENTS,
        "refund events": REFUNDS,
        "net": NET_CENTS,
    }


def test_known_customers_paid_what_the_clean_rule_says(retail: Server, first_import: dict[str, Any]) -> None:
    assert first_import["state"] == "done"
    overview = retail.client.get("/v1/insight/overview").json()
    assert overview["known_orders"] == 18_532
    assert overview["buyers"]["value"] == 4_338
    assert overview["known_paid_cents"] == 891_140_790


def test_the_cohorts_come_back_as_published(retail: Server, first_import: dict[str, Any]) -> None:
    assert first_import["state"] == "done"
    cohorts = {row["cohort"]: row for row in retail.client.get("/v1/insight/retention").json()["cohorts"]}
    assert cohorts["2010-12-01"]["retained"][:4] == [885, 324, 286, 340]
    assert cohorts["2011-01-01"]["retained"][:4] == [417, 92, 111, 96]


def test_importing_the_same_file_again_changes_nothing(retail: Server, first_import: dict[str, Any]) -> None:
    before = figures(retail)
    again = import_orders(retail, "second")
    assert first_import["state"] == again["state"] == "done"
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, DOCUMENTS)
    assert figures(retail) == before


def test_a_backup_restored_into_a_wiped_house_holds_the_same_totals_and_login(
    retail: Server, first_import: dict[str, Any], tmp_path: Path
) -> None:
    assert first_import["state"] == "done"
    before, folder = figures(retail), tmp_path / "backup"
    siyu(retail, "backup", str(folder))
    retail.stop()
    wipe(retail.data_dir)
    siyu(retail, "restore", str(folder), "--yes")
    retail.start()
    assert figures(retail) == before
    login = httpx.post(f"{retail.client.base_url}/v1/session", json={"email": EMAIL, "password": PASSWORD})
    assert login.status_code == 200


def figures(server: Server) -> dict[str, int]:
    """What the record and the event log hold, each asked on its own."""
    overview = server.client.get("/v1/insight/overview").json()
    totals = {
        kind: server.client.get("/v1/orders", params={"limit": 1} | ({"kind": kind} if kind else {})).json()["total"]
        for kind in ("", "refund", "adjustment")
    }
    return {
        "orders": totals[""],
        "refunds": totals["refund"],
        "adjustments": totals["adjustment"],
        "people": server.client.get("/v1/people", params={"limit": 1}).json()["total"],
        "events": overview["documents"],
        "refund events": overview["refund_documents"],
        "net": overview["net_revenue_cents"]["value"],
    }


def siyu(server: Server, *arguments: str) -> None:
    done = subprocess.run(
        server.command(*arguments), env=server.environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def wipe(data_dir: Path) -> None:
    """Everything the house ever wrote is gone."""
    subprocess.run(["rm", "-rf", str(data_dir)], check=True)
