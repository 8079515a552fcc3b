"""
Ingest: what devices and servers send becomes events of people, each kept once, or a reason why not.

Words     a Hit is one event on its way in; a Delivery is one request's hits; its Fate is kept, duplicate, dropped or
          quarantined; the spool holds what is kept until the log has it.
Reads     facts.plan, people.identity, people.profiles, facts.events.
Tells     nothing: an event is no fact of ours.
Way in    service.py (taking, quarantine, live view), collector.py (the thread that commits groups), shipper.py (the
          thread that carries the spool into the log).
"""
