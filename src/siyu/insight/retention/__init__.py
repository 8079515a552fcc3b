"""
Retention: of the people who first bought in a month (their cohort), how many buy again in the months after.

Words     a cohort is everybody whose first paid order lies in one month of the brand's zone.
Reads     facts.warehouse (order_paid).
Tells     nothing.
Way in    service.py.
"""
