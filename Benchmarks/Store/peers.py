"""DuckDB over the flows of a store, as `flowcensus flows` writes them."""
import os
import subprocess
import sys
import time

# Opens the file with two threads, and prints how long a query takes.
TIMED = """
import duckdb, sys, time
base = duckdb.connect(sys.argv[1], read_only=True, config={"threads": 2})
base.execute("SET enable_progress_bar = false")
start = time.perf_counter()
base.execute(sys.argv[2]).fetchall()
print(time.perf_counter() - start)
"""

# What an export has of each group.
COUNTS = """count(DISTINCT host) AS hosts, count(*) AS flows, sum(host_packets + origin_packets)::BIGINT AS packets,
    sum(host_bytes + origin_bytes)::BIGINT AS bytes, min(first_seen) AS first_seen, max(last_seen) AS last_seen"""
# Of the grades of a host the strongest counts, and `intruded` stands apart.
GRADES = ("probed", "served", "attempted", "answered", "exchanged")


class DuckDB:
    def __init__(self, path):
        import duckdb
        self.path, self.library = path, duckdb

    def load(self, flows):
        if os.path.exists(self.path):
            return
        base = self.library.connect(self.path + ".part", config={"threads": 2})
        base.execute(f"CREATE TABLE flows AS SELECT * FROM read_csv('{flows}')")
        base.close()
        os.rename(self.path + ".part", self.path)

    @staticmethod
    def query(columns):
        return f"SELECT {columns}, {COUNTS} FROM flows GROUP BY ALL"

    def seconds(self, columns):
        command = [sys.executable, "-c", TIMED, self.path, self.query(columns)]
        return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

    def difference(self, counts, columns):
        """What an export and the flows have that the other has not; nothing where they agree."""
        base = self.library.connect(self.path, read_only=True, config={"threads": 2})
        names = f"{columns}, hosts, flows, packets, bytes, first_seen, last_seen, affected, " + ", ".join(GRADES[2:])
        strongest = f"max(list_position({list(GRADES)}, grade)) FILTER (grade <> 'intruded')"
        affected = f"""
            SELECT {columns}, count(*) FILTER (g >= 3 OR i) AS affected,
                {", ".join(f"count(*) FILTER (g = {place + 1}) AS {GRADES[place]}" for place in (2, 3, 4))}
            FROM (SELECT {columns}, host, {strongest} AS g, bool_or(grade = 'intruded') AS i FROM flows GROUP BY ALL)
            GROUP BY ALL"""
        theirs = f"SELECT {names} FROM ({self.query(columns)}) JOIN ({affected}) USING ({columns})"
        ours = f"SELECT {names} FROM read_csv('{counts}')"
        return base.execute(
            f"(({ours}) EXCEPT ({theirs})) UNION ALL (({theirs}) EXCEPT ({ours})) LIMIT 3").fetchall()
