"""Answer how many come back, cohort by cohort."""

from datetime import date

from siyu.facts.warehouse.service import Warehouse
from siyu.insight.retention import queries
from siyu.insight.retention.contract import Cohort


def cohorts(warehouse: Warehouse, *, currency: str, time_zone: str) -> list[Cohort]:
    """Monthly cohorts of the MONTHS_MAX months up to the last one with sales, oldest first; every row ends there."""
    rows = queries.cohort_months(warehouse, currency=currency, time_zone=time_zone)
    counts: dict[date, dict[int, int]] = {}
    for cohort, later, buyers, _ in rows:
        counts.setdefault(cohort, {})[later] = buyers
    return [_cohort(month, row, _months(rows[0][-1]) - _months(month)) for month, row in counts.items()]


def _cohort(month: date, row: dict[int, int], later_max: int) -> Cohort:
    return Cohort(month, row[0], [row.get(later, 0) for later in range(later_max + 1)])


def _months(day: date) -> int:
    return day.year * 12 + day.month
