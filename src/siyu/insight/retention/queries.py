"""The question the retention room asks the warehouse; values are bound."""

from datetime import date

from siyu.facts.events.contract import NOBODY
from siyu.facts.warehouse.service import Warehouse
from siyu.insight.retention.contract import MONTHS_MAX

_SQL = """
WITH bought AS (
    SELECT person_id, toStartOfMonth(toTimeZone(time, {zone:String})) AS month
    FROM known_events
    WHERE event = 'order_paid' AND amount_cents > 0 AND currency = {currency:String} AND person_id != {nobody:UUID}
    GROUP BY person_id, month
),
joined AS (SELECT person_id, min(month) AS cohort FROM bought GROUP BY person_id)
SELECT cohort, dateDiff('month', cohort, month) AS later, count() AS buyers, (SELECT max(month) FROM bought) AS last
FROM bought INNER JOIN joined USING (person_id)
WHERE cohort >= toStartOfMonth(subtractMonths((SELECT max(month) FROM bought), {months:UInt16}))
GROUP BY cohort, later ORDER BY cohort, later
"""


def cohort_months(warehouse: Warehouse, *, currency: str, time_zone: str) -> list[tuple[date, int, int, date]]:
    """Per cohort and month after it: (cohort, months later, buyers, the last month with sales at all)."""
    parameters = {"zone": time_zone, "currency": currency, "nobody": NOBODY, "months": MONTHS_MAX - 1}
    return [(cohort, later, buyers, last) for cohort, later, buyers, last in warehouse.rows(_SQL, parameters)]
