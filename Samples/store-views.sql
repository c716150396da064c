-- Views of the catalogue of a store, for one session of sqlite3; nothing is written into the store:
--
--     sqlite3 -readonly -init Samples/store-views.sql census.db "SELECT * FROM counted_hours"
--
-- They keep their columns where the tables below them change.

-- What was counted: captures, sessions, flow logs and collections, with the lists that counted each.
CREATE TEMP VIEW counted_inputs AS
SELECT kind, name, packets, records, dropped, begun_at, committed_at,
    (
        SELECT group_concat(json_extract(list.value, '$.name'), '; ')
        FROM main.counted_with JOIN main.list_set ON list_set.id = counted_with.list_set, json_each(list_set.lists) AS list
        WHERE counted_with.source = source.id
    ) AS lists
FROM main.source;

-- Each hour that has flows: how many are kept of it (as many as inputs and classes have of one 5-tuple), and in how many runs.
CREATE TEMP VIEW counted_hours AS
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', hour, 'unixepoch') AS hour, sum(records) AS flows, sum(packets) AS packets,
    count(*) AS runs
FROM main.run WHERE pruned = 0 GROUP BY run.hour;

-- What was seen of each hour, over all inputs: kind is seen, decoded, matched, undecoded, not_ip, not_flow, remarked, dropped
-- or lost, and reason says why for all but the first three.
CREATE TEMP VIEW hourly_coverage AS
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', hour, 'unixepoch') AS hour, kind, name AS reason, sum(packets) AS number
FROM main.coverage GROUP BY coverage.hour, kind, name;

-- The versions of lists that counted, with the number of inputs that each did.
CREATE TEMP VIEW used_lists AS
SELECT list.name, list.version, list.entries, list.first_used_at,
    (
        SELECT count(DISTINCT counted_with.source)
        FROM main.counted_with JOIN main.list_set ON list_set.id = counted_with.list_set, json_each(list_set.lists) AS one
        WHERE json_extract(one.value, '$.name') = list.name AND json_extract(one.value, '$.version') = list.version
    ) AS inputs
FROM main.list;

-- Counts by hour that outlived their flows, with the columns of 'flowcensus export': the rows of one grouping, 'origin,hour',
-- 'country,hour' or 'hour', add up to nothing with those of another. IPv6 addresses are in hexadecimal.
CREATE TEMP VIEW kept_counts AS
SELECT grouping, strftime('%Y-%m-%dT%H:%M:%SZ', hour, 'unixepoch') AS hour,
    CASE typeof(subject)
        WHEN 'integer' THEN (subject >> 24) || '.' || (subject >> 16 & 255) || '.' || (subject >> 8 & 255) || '.' || (subject & 255)
        WHEN 'blob' THEN lower(hex(subject)) ELSE subject
    END AS subject,
    CASE kept_count.class
        WHEN 0 THEN 'c2' WHEN 1 THEN 'backdoor' WHEN 2 THEN 'malware' WHEN 3 THEN 'sinkhole' WHEN 4 THEN 'scanner' ELSE 'other'
    END AS class,
    labels, affected, attempted, answered, exchanged, intruded, probed, hosts, flows, packets, bytes,
    strftime('%Y-%m-%dT%H:%M:%SZ', first_seen / 1000000000, 'unixepoch') AS first_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', last_seen / 1000000000, 'unixepoch') AS last_seen, coverage, served
FROM main.kept_count LEFT JOIN main.attribution ON attribution.id = kept_count.attribution;
