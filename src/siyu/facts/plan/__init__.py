"""
Plan: which events may come in and what they look like: the private-domain event spec, and what a brand adds to it.

Words     a planned event has a JSON Schema, a mode (off, warn, strict) and an origin (client, or server where a forged
          browser request would do harm); a verdict lists the violations of one event.
Reads     nothing. The spec is files of this room: spec/<group>/<event>.json.
Tells     nothing.
Way in    service.py; `plan()` gives the compiled snapshot that ingest asks about every event.
"""
