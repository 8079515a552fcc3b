"""What Prometheus may ask of this process."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("siyu_http_requests_total", "Answered HTTP requests", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("siyu_http_request_seconds", "Time to answer", ["method", "route"])
FACTS_DELIVERED = Counter("siyu_facts_delivered_total", "Facts handed to all their listeners", ["fact", "outcome"])
OUTBOX_WAITING = Gauge("siyu_outbox_waiting", "Facts not yet delivered")
OUTBOX_OLDEST_SECONDS = Gauge("siyu_outbox_oldest_seconds", "Age of the oldest fact not yet delivered")
DEAD_LETTERS = Gauge("siyu_dead_letters", "Facts a listener could not take")
JOBS_RUN = Counter("siyu_jobs_total", "Jobs run", ["job", "outcome"])
EVENTS_WRITTEN = Counter("siyu_events_written_total", "Events written to the log", ["type"])
HITS = Counter("siyu_hits_total", "Events that came in, by what became of them", ["fate"])
IMPORT_ROWS = Counter("siyu_import_rows_total", "Import rows read", ["outcome"])
