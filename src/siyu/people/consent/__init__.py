"""
Consent: what a person allowed, for which purpose and through which channel, how we know, and to which text.

Words     a Consent is one row of the ledger, given or withdrawn; a Standing is what holds now; Terms say whether a
          purpose waits for a grant; a ConsentText is a published wording, known by purpose and version.
Reads     people.identity (who is known at all).
Tells     nothing: whoever acts asks `may` at that moment.
Way in    service.py.
"""
