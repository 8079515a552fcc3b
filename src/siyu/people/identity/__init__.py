"""
Identity: which identifiers belong to one person (OneID).

Words     an Identifier is a type and a value; a person is whoever holds it.
Reads     nothing.
Tells     nothing yet.
Way in    service.py.
"""
