"""
Staff: the people who work with this house, and the role each of them has.

Words     a member of staff is known by e-mail and has one role; an owner may do everything.
Reads     team.audit.
Tells     nothing.
Way in    service.py.
"""
