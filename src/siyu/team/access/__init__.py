"""
Access: who is knocking, and what they may do here.

Words     a visitor is a member of staff with a session, or a key; a permission is `<room>:<what>`, a role is a set
          of them; an attempt is one try at a password, charged before the password is looked at.
Reads     team.staff, team.audit.
Tells     nothing.
Way in    service.py.
"""
