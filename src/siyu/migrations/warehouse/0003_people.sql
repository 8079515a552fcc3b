-- Who has become whom. Events keep whom they were written for; questions about people read `known_events`, where every event
-- is of who that person is by now. The view has the columns there are when it is made: who adds one to events makes it anew.
CREATE TABLE IF NOT EXISTS person_overrides{local} {on_cluster}
(
    person_id UUID,
    kept_id   UUID,
    version   UInt64
)
ENGINE = {replacing}(version)
ORDER BY person_id
{durable};
-- cluster only
CREATE TABLE IF NOT EXISTS person_overrides {on_cluster} AS person_overrides_local
ENGINE = Distributed({cluster}, currentDatabase(), person_overrides_local, cityHash64(person_id));
-- end
CREATE OR REPLACE VIEW known_events {on_cluster} AS
SELECT e.* REPLACE (if(o.version = 0, e.person_id, o.kept_id) AS person_id)
FROM events AS e
GLOBAL ANY LEFT JOIN (
    SELECT person_id, argMax(person_overrides.kept_id, person_overrides.version) AS kept_id, max(person_overrides.version) AS version
    FROM person_overrides GROUP BY person_id
) AS o ON o.person_id = e.person_id;
