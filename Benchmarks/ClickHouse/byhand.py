"""Questions to the tables of a store that somebody writes by hand: the counts of an export, who began looked up in three hours before.

They hold for stores in which no input was counted twice and of which packets alone tell, and leave labels, countries and coverage
out, which favours them.
"""
NEVER = 9223372036854775807
TUPLE = "origin_version, origin, host_version, host, protocol, host_port, origin_port"
SEEN = "pruned = 0 AND run IN (SELECT arrayJoin(runs) FROM claim)"
# What a flow shows, a bit each: the host sent 1, more than refusals 2, opened 4, answered 8, sent payload 16; the origin sent 32,
# opened 64, sent payload 256; the list names the port 512.
FACTS = f"""toUInt16((host_first != {NEVER}) + 2 * (host_first != {NEVER} AND NOT (host_packets > 0 AND host_refusals >= host_packets))
    + 4 * (bitAnd(host_roles, 1) != 0) + 8 * (bitAnd(host_roles, 2) != 0) + 16 * (host_payload > 0)
    + 32 * (origin_first != {NEVER}) + 64 * (bitAnd(origin_roles, 1) != 0) + 256 * (origin_payload > 0) + 512 * port_matched)"""
COUNTED = """host_packets + origin_packets AS p, host_bytes + origin_bytes AS b, least(host_first, origin_first) AS first,
    greatest(host_last, origin_last) AS last"""


def grade(began, opened):
    """0 probed, 1 served, 2 attempted, 3 answered, 4 exchanged, 9 intruded; by who began, and whether that was seen."""
    return f"""multiIf(bitAnd(f, 1) = 0, 0,
        {began}, multiIf(bitAnd(f, 272) = 272, 4, bitAnd(f, 32) != 0, 3, 2),
        bitAnd(f, 16) = 0, 0,
        {opened} AND bitAnd(f, 256) != 0 AND (protocol = 6 OR protocol = 132) AND class = 1, 9, 1)"""


# The rules of who began over `w`, what the 5-tuple showed in four hours; the first packets `hf` and `of`; whether the oldest has any.
CALLER = "host_port >= 32768 AND (origin_port < 32768 OR bitAnd(w, 512) != 0)"
ANSWERED = "(bitAnd(w, 8) != 0 AND bitAnd(w, 34) != 34)"
BEGAN = f"""multiIf(bitAnd(w, 4) != 0, 1, bitAnd(w, 64) != 0, 0, {ANSWERED}, 0, bitAnd(w, 2) = 0, 0,
    bitAnd(w, 32) = 0, NOT ((protocol = 6 OR protocol = 17) AND host_port < 1024 AND origin_port >= 1024),
    protocol = 6, {CALLER}, of - hf < -10000, 0, of - hf > 10000 AND old = 0, 1, {CALLER})"""


def near(values, other):
    """Values of the same hour and the three before it."""
    return f"arrayMap((h, v) -> if(h <= hour AND h >= hour - 10800, v, {other}), hours, {values})"


def judged(ends):
    """Every flow with its grade. Only 5-tuples of which some flow has no opening of the host are looked up in other hours."""
    opened = f"""SELECT hour, class, host_version, host, {ends}{COUNTED}, {FACTS} AS f, {grade("1", "1")} AS g FROM flow
        WHERE bitAnd(host_roles, 1) != 0 AND {SEEN}"""
    columns = ["hour", "class", "f", "hf0", "of0", "p", "b", "first", "last"]
    arrays = ", ".join(f"groupArray({name}) AS {name}s" for name in columns)
    joined = ", ".join(f"{name}s AS {name}" for name in columns)
    others = f"""SELECT hour, class, host_version, host, {ends}p, b, first, last, f,
            {grade(f"({BEGAN})", f"(bitAnd(w, 68) != 0 OR {ANSWERED})")} AS g FROM (
        SELECT *, arrayReduce('groupBitOr', {near("fs", "toUInt16(0)")}) AS w,
            arrayReduce('min', {near("hf0s", f"toInt64({NEVER})")}) AS hf,
            arrayReduce('min', {near("of0s", f"toInt64({NEVER})")}) AS of, has(hours, hour - 10800) AS old FROM (
        SELECT {TUPLE}, hours, fs, hf0s, of0s, {", ".join(columns)} FROM (
        SELECT {TUPLE}, {arrays} FROM (
            SELECT {TUPLE}, hour, class, host_first AS hf0, origin_first AS of0, {COUNTED}, {FACTS} AS f FROM flow
            WHERE {SEEN} AND ({TUPLE}) IN (SELECT {TUPLE} FROM flow WHERE bitAnd(host_roles, 1) = 0 AND {SEEN}))
        GROUP BY {TUPLE}) ARRAY JOIN {joined})) WHERE bitAnd(f, 4) = 0"""
    return f"{opened} UNION ALL {others}"


def counts(by, rows=None, where="1", more=""):
    """Counts by some columns of hour, origin_version, origin and class; of judged flows, or of rows that hold such."""
    ends = "origin_version, origin, " if "origin" in by else ""
    group = f"GROUP BY {by}" if by else ""
    columns = f"{by}, " if by else ""
    return f"""SELECT {columns}countIf(r >= 2 OR entered) AS affected, countIf(r = 2) AS attempted, countIf(r = 3) AS answered,
            countIf(r = 4) AS exchanged, countIf(entered) AS intruded, countIf(r = 0 AND NOT entered) AS probed, count() AS hosts,
            sum(n) AS flows, sum(ps) AS packets, sum(bs) AS bytes, min(since) AS first_seen, max(until) AS last_seen,
            countIf(r = 1 AND NOT entered) AS served
        FROM (SELECT {columns}host_version, host, max(if(g = 9, 0, g)) AS r, max(g = 9) AS entered, count() AS n, sum(p) AS ps,
                sum(b) AS bs, min(first) AS since, max(last) AS until
            FROM ({rows or judged(ends)}) WHERE {where} GROUP BY {columns}host_version, host) {group} {more}"""


# Classes that are threats.
THREATS = "class != 3 AND class != 4"
# The figures of a report, by the columns that they are grouped by: those of its scope, classes, hours, days, months and leading origins.
FIGURES = {
    "total": ("", THREATS, ""), "classes": ("class", "1", "ORDER BY class"), "hours": ("hour", THREATS, "ORDER BY hour"),
    "days": ("day", THREATS, "ORDER BY day"), "months": ("month", THREATS, "ORDER BY month"),
    "origins": ("origin_version, origin", THREATS, "ORDER BY affected DESC LIMIT 20"),
}


def report():
    """Questions whose answers hold the figures of a report, but for its labels and lists; judged flows are kept for all of them in a
    table of their own."""
    kept = f"""SELECT hour, intDiv(hour, 86400) * 86400 AS day, toYYYYMM(toDateTime(hour)) AS month, class, host_version, host,
        origin_version, origin, p, b, first, last, g FROM ({judged("origin_version, origin, ")})"""
    asked = [counts(by, "SELECT * FROM hand.judged", where, more) for by, where, more in FIGURES.values()]
    threats = [
        f"SELECT {by + ', ' if by else ''}uniqExact(origin_version, origin) AS threats FROM hand.judged WHERE g >= 2 AND {where} "
        + (f"GROUP BY {by} ORDER BY {by}" if by else "")
        for by, where, _ in list(FIGURES.values())[:5]]
    made = ["CREATE DATABASE IF NOT EXISTS hand", "DROP TABLE IF EXISTS hand.judged", f"CREATE TABLE hand.judged ENGINE = Log AS {kept}"]
    return "; ".join([*made, *[f"{one} FORMAT JSONEachRow" for one in asked + threats]])


def statement():
    """A question for the two numbers of a report's first sentence: affected hosts, and origins that are threats."""
    return f"""SELECT uniqExact(host_version, host) AS affected, uniqExact(origin_version, origin) AS threats
        FROM ({judged("origin_version, origin, ")}) WHERE g >= 2 AND {THREATS}"""
