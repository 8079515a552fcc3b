"""
Orders: what was bought and given back: documents of one source, each a sale, a refund or an adjustment, with lines.

Words     a Document is the source's own number of an order or refund; its revision grows when its content changes.
Reads     nothing.
Tells     orders.recorded.
Way in    service.py.
"""
