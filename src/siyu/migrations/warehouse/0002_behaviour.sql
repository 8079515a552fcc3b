-- Behaviour beside facts: who the visitor was to the device, in which session, through which channel, and the four times of
-- an event (time is the corrected one). `context` is kept as it came and only shown, never asked about, so it is text.
ALTER TABLE events{local} {on_cluster}
    ADD COLUMN IF NOT EXISTS type          LowCardinality(String) DEFAULT 'fact',
    ADD COLUMN IF NOT EXISTS anonymous_id  String CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS session_id    UUID,
    ADD COLUMN IF NOT EXISTS channel       LowCardinality(String),
    ADD COLUMN IF NOT EXISTS utm_source    LowCardinality(String),
    ADD COLUMN IF NOT EXISTS utm_medium    LowCardinality(String),
    ADD COLUMN IF NOT EXISTS utm_campaign  LowCardinality(String),
    ADD COLUMN IF NOT EXISTS channel_code  LowCardinality(String),
    ADD COLUMN IF NOT EXISTS inviter_id    UUID,
    ADD COLUMN IF NOT EXISTS share_depth   UInt8,
    ADD COLUMN IF NOT EXISTS original_time Nullable(DateTime64(3, 'UTC')),
    ADD COLUMN IF NOT EXISTS sent_at       Nullable(DateTime64(3, 'UTC')),
    ADD COLUMN IF NOT EXISTS marks         Array(LowCardinality(String)),
    ADD COLUMN IF NOT EXISTS context       String CODEC(ZSTD(3));
-- cluster only
ALTER TABLE events {on_cluster}
    ADD COLUMN IF NOT EXISTS type          LowCardinality(String) DEFAULT 'fact',
    ADD COLUMN IF NOT EXISTS anonymous_id  String,
    ADD COLUMN IF NOT EXISTS session_id    UUID,
    ADD COLUMN IF NOT EXISTS channel       LowCardinality(String),
    ADD COLUMN IF NOT EXISTS utm_source    LowCardinality(String),
    ADD COLUMN IF NOT EXISTS utm_medium    LowCardinality(String),
    ADD COLUMN IF NOT EXISTS utm_campaign  LowCardinality(String),
    ADD COLUMN IF NOT EXISTS channel_code  LowCardinality(String),
    ADD COLUMN IF NOT EXISTS inviter_id    UUID,
    ADD COLUMN IF NOT EXISTS share_depth   UInt8,
    ADD COLUMN IF NOT EXISTS original_time Nullable(DateTime64(3, 'UTC')),
    ADD COLUMN IF NOT EXISTS sent_at       Nullable(DateTime64(3, 'UTC')),
    ADD COLUMN IF NOT EXISTS marks         Array(LowCardinality(String)),
    ADD COLUMN IF NOT EXISTS context       String;
-- end
