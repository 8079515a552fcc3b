"""
Events: the log of what happened, who did it, and when; append once, correct by subject, read by person.

Words     an Event has its own time and the time we received it; its subject is the thing it speaks of (an order).
Reads     facts.warehouse.
Tells     nothing.
Way in    service.py.
"""
