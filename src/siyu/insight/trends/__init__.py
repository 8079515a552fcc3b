"""
Trends: what the brand sold, to whom, over time.

Words     a buyer is a known person with a paid order; new when it is their first, returning after that.
          Over a period the same person can be both: their first order lies in it, and so does a second. In one
          bucket of a trend everybody is one or the other. Net is paid plus adjusted minus refunded.
Reads     facts.warehouse (order_paid, order_refunded, order_adjusted), people.identity (how many people).
Tells     nothing.
Way in    service.py.
"""
