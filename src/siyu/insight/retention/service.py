"""Answer how many come back, cohort by cohort."""

from datetime import date

from siyu.facts.events.contract import NOBODY
from siyu.facts.warehouse.service import Warehouse
from siyu.insight.retention.contract import MONTHS_MAX, Cohort

_SQL = """
WITH bought AS (
    SELECT person_id, toStartOfMonth(toTimeZone(time, {zone:String})) AS month
    FROM events
    WHERE event = 'order_paid' AND amount_cents > 0 AND currency = {currency:String} AND person_id != {nobody:UUID}
    GROUP BY person_id, month
),
joined AS (SELECT person_id, min(month) AS cohort FROM bought GROUP BY person_id)
SELECT cohort, dateDiff('month', cohort, month) AS later, count() AS buyers, (SELECT max(month) FROM bought) AS last
FROM bought INNER JOIN joined USING (person_id)
WHERE cohort >= toStartOfMonth(subtractMonths((SELECT max(month) FROM bought), {months:UInt16}))
GROUP BY cohort, later ORDER BY cohort, later
"""


def cohorts(warehouse: Warehouse, *, currency: str, time_zone: str) -> list[Cohort]:
    """Monthly cohorts of the MONTHS_MAX months up to the last one with sales, oldest first; every row ends there."""
    parameters = {"zone": time_zone, "currency": currency, "nobody": NOBODY, "months": MONTHS_MAX - 1}
    rows = warehouse.rows(_SQL, parameters)
    counts: dict[date, dict[int, int]] = {}
    for cohort, later, buyers, _ in rows:
        counts.setdefault(cohort, {})[later] = buyers
    return [_cohort(month, row, _months(rows[0][-1]) - _months(month)) for month, row in counts.items()]


def _cohort(month: date, row: dict[int, int], later_max: int) -> Cohort:
    return Cohort(month, row[0], [row.get(later, 0) for later in range(later_max + 1)])


def _months(day: date) -> int:
    return day.year * 12 + day.month
