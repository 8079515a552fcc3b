"""The tracking plan at the door: what breaks it is marked or refused, as each event's mode says."""

from collections.abc import Sequence

from siyu.facts.plan import service as planning
from siyu.flows.ingest.contract import Hit
from siyu.kernel.tx import Tx

SHOWN_MAX = 3


class Plans:
    """The compiled plan, made anew when somebody changed it."""

    def __init__(self) -> None:
        self._plan: planning.Plan | None = None

    def check_plan(self, tx: Tx, hits: Sequence[Hit]) -> list[Hit]:
        """Only events with a name of their own are planned; identify and the like have a form of their own."""
        plan = self._plan = planning.plan(tx, kept=self._plan)
        return [hit for hit in hits if _passes(plan, hit)]


def _passes(plan: planning.Plan, hit: Hit) -> bool:
    if hit.type not in ("track", "page", "screen"):
        return True
    if not hit.key.is_trusted and plan.is_reserved(hit.name):
        hit.end("quarantined", "event_reserved")
        return False
    verdict = plan.verdict(hit.name, hit.properties)
    if not verdict.violations:
        return True
    code = "unplanned" if any(found.code == "unplanned" for found in verdict.violations) else "plan_violated"
    if verdict.mode == "strict":
        hit.end("quarantined", code, "; ".join(f"{v.path} {v.message}" for v in verdict.violations[:SHOWN_MAX])[:200])
        return False
    hit.marks.append(code)
    return True
