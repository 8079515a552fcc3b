-- The event log: one row per event. Money and order lines have columns of their own because most questions ask for them;
-- everything else lives in properties.
CREATE TABLE IF NOT EXISTS events{local} {on_cluster}
(
    event_id     UUID,
    event        LowCardinality(String),
    person_id    UUID,
    time         DateTime64(3, 'UTC'),
    received_at  DateTime64(3, 'UTC'),
    source       LowCardinality(String),
    subject_id   UUID,
    currency     LowCardinality(String),
    amount_cents Int64,
    items        Nested(sku String, name String, quantity Int64, amount_cents Int64),
    properties   JSON,
    INDEX by_event_id event_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_subject subject_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_person person_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {merge_tree}
PARTITION BY toYear(time)
ORDER BY (event, toDate(time), person_id, event_id)
{durable};
-- cluster only
CREATE TABLE IF NOT EXISTS events {on_cluster} AS events_local
ENGINE = Distributed({cluster}, currentDatabase(), events_local, cityHash64(person_id));
-- end
