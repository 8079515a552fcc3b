"""
Warehouse: where to ask what happened; ClickHouse, embedded (chDB) or a server, spoken to with the same client and SQL.

Words     a client belongs to one thread at a time; a migration is one numbered DDL file.
Reads     nothing.
Tells     nothing.
Way in    service.py.
"""
