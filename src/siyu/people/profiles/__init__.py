"""
Profiles: what we know of a person: a name, traits with their source, and what they bought in sum.

Words     a Trait is a named value with source and time; Purchases are a person's orders summed per currency.
Reads     people.identity (the list filters by identifier).
Tells     nothing.
Way in    service.py.
"""
