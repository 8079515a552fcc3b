"""
Kernel: what every room stands on, with no knowledge of any of them.

Words     Tx, fact, outbox, relay, listener, job, page, actor.
Reads     nothing above.
Tells     nothing; it carries what others tell.
Way in    every module here is public.
"""
