"""Sessions, channels and invitations, without any store."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.facts.events.contract import NOBODY
from siyu.flows.ingest.bots import Bots
from siyu.flows.ingest.channels import Channels
from siyu.flows.ingest.contract import Hit
from siyu.flows.ingest.invitations import Invitations
from siyu.flows.ingest.sessions import PAUSE_MS, Sessions
from tests.flows.ingest.post import NOON_MS, SERVER, hit

LIN, WEI = UUID(int=11), UUID(int=12)
INVITATIONS = Invitations(b"a key for these tests")


def came(**context: Any) -> Hit:
    visit = hit()
    visit.context, visit.person_id = context, WEI
    Channels(INVITATIONS).name_channel([visit])
    return visit


@pytest.mark.parametrize(
    ("context", "channel"),
    [
        ({}, ""),
        ({"campaign": {"source": "baidu", "medium": "cpc"}}, "cpc"),
        ({"campaign": {"source": "newsletter"}}, "campaign"),
        ({"clickIds": {"gdt_vid": "x"}}, "tencent_ads"),
        ({"clickIds": ["gdt_vid"], "campaign": "x"}, ""),
        ({"channelCode": "store-7", "campaign": {"medium": "cpc"}}, "channel_code"),
        ({"page": {"referrer": "https://www.baidu.com/s", "url": "https://shop.example.com/"}}, "search"),
        ({"page": {"referrer": "https://weibo.com/x", "url": "https://shop.example.com/"}}, "social"),
        ({"page": {"referrer": "https://blog.example.org/x", "url": "https://shop.example.com/"}}, "link"),
        ({"page": {"referrer": "https://shop.example.com/a", "url": "https://shop.example.com/"}}, ""),
        ({"page": {"referrer": "http://[broken", "url": 5}}, ""),
    ],
)
def test_a_channel_has_a_name(context: dict[str, Any], channel: str) -> None:
    assert came(**context).touch.channel == channel


def test_an_invitation_names_its_inviter_and_how_deep_it_is() -> None:
    token, depth = INVITATIONS.token(LIN, came_with=None)
    assert (len(token), depth) == (32, 1)
    assert came(inviterToken=token).touch[:1] + came(inviterToken=token).touch[-2:] == ("invitation", LIN, 1)
    passed_on, deeper = INVITATIONS.token(WEI, came_with=token)
    assert deeper == 2
    assert came(inviterToken=passed_on).touch.inviter_id == NOBODY, "nobody invites themselves"


@given(st.text(max_size=40) | st.binary(max_size=24).map(lambda raw: raw.hex()))
def test_nobody_can_name_another_inviter(token: str) -> None:
    assert INVITATIONS.read(token) is None


def test_a_token_changed_in_any_place_or_signed_by_another_house_is_marked_as_forged() -> None:
    token, _depth = INVITATIONS.token(LIN, came_with=None)
    for place in range(len(token)):
        forged = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert came(inviterToken=forged).marks == ["inviter_forged"]
    assert Invitations(b"another").read(token) is None
    assert came(inviterToken=5).marks == ["inviter_forged"]


def visit(minute: float, *, session: Any = None, device: str = "d", person: UUID = LIN) -> Hit:
    found = hit()
    found.person_id, found.anonymous_id = person, device
    found.time_ms = found.received_ms = NOON_MS + round(minute * 60_000)
    found.context = {"session": {"id": session}} if session else {}
    return found


def test_a_session_goes_on_until_half_an_hour_of_silence() -> None:
    hits = [visit(0), visit(29), visit(58), visit(89), visit(3, person=WEI)]
    Sessions().stamp_session(hits)
    first, second, third, fourth, other = (found.session_id for found in hits)
    assert first == second == third != NOBODY
    assert len({first, fourth, other}) == 3


def test_an_sdk_names_its_sessions_itself_and_a_server_joins_the_one_that_runs() -> None:
    hits = [visit(0, session="s-1"), visit(1, device=""), visit(50, device=""), visit(51, session=str(UUID(int=5)))]
    Sessions().stamp_session(hits)
    named, joined, alone, own = (found.session_id for found in hits)
    assert named == joined != NOBODY
    assert (alone, own) == (NOBODY, UUID(int=5))


def test_a_late_event_belongs_to_no_session_and_a_restart_ends_none() -> None:
    late = visit(0)
    late.received_ms += PAUSE_MS + 60_000
    sessions = Sessions()
    sessions.stamp_session([late])
    assert late.session_id == NOBODY
    first, again = visit(0), visit(10)
    sessions.stamp_session([first])
    restarted = Sessions()
    restarted.resume(
        (who, run[0], datetime.fromtimestamp(run[1] / 1000, UTC)) for who, run in sessions._running.items()
    )
    restarted.stamp_session([again])
    assert again.session_id == first.session_id


@pytest.mark.parametrize(
    ("agent", "is_bot"),
    [
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", True),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0.40 NetType/WIFI", False),
        ("Mozilla/5.0 (Linux; Android 14; CUBOT X19) Chrome/120", False),
        ("", False),
    ],
)
def test_bots_are_told_by_their_agent(agent: str, is_bot: bool) -> None:
    browsing, serving = hit(), hit(key=SERVER)
    browsing.user_agent = serving.user_agent = agent
    assert len(Bots().drop_bots([browsing])) == (0 if is_bot else 1)
    assert Bots().drop_bots([serving]) == [serving], "a server's own agent is no visitor's"
