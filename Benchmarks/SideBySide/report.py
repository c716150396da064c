"""The tables as Markdown, and their place in Benchmarks/README.md."""
from datetime import datetime, timezone

import readme


def table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return f"{len(models)} cores of {models[0]}" if models else "a machine that does not say which"


def ratio(row, name):
    return f"{row[name]:.3g}" if name in row else "–"


def cases_table(rows):
    heads = ["capture", "L in s", "reading alone", "expert's C", "1 job", "2 jobs", "2 jobs / 1 job"]
    names = ["reading", "expert", "one", "two", "scaling"]
    return table(heads, [[row["name"], f"{row['L']:.2f}", *(ratio(row, name) for name in names)] for row in rows])


def peers_table(rows):
    heads = ["capture", "frames", "1 job", "2 jobs", "expert's C", "nfpcapd + nfdump", "tshark"]
    names = ["one", "two", "expert", "nfdump", "tshark"]
    cells = [[row["name"], f"{row['frames']:,}", *(ratio(row, name) for name in names)] for row in rows]
    return table(heads, cells)


def bounds_table(bounds):
    """Rows of (case, floor, goal, measured, unit): whether the measured number is within each."""

    def cells(case, floor, goal, measured, unit):
        verdict = "goal reached" if measured <= goal else "floor held" if measured <= floor else "floor missed"
        return [case, f"{floor:g} {unit}", f"{goal:g} {unit}", f"{measured:.3g} {unit}", verdict]

    return table(["case", "floor", "goal", "measured", ""], [cells(*bound) for bound in bounds])


def words_about(row):
    """What of a peer's answers differs, a line for each peer."""
    names = {"nfdump": "nfpcapd + nfdump", "tshark": "tshark"}
    return "".join(
        f"- {names[peer]} on {row['name']}: {f'not timed, {words}' if words else 'the same answers'}.\n"
        for peer, words in row["words"].items())


def conditions(bench, versions):
    day = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    peers = f"; {', '.join(versions)}" if versions else "; no peers installed"
    return f"{bench.frames:,} frames, {bench.runs} runs, {processor()}, {day}{peers}."


def text(bench, versions, rows, bounds, compared):
    """All tables, each with a line that says what it shows."""
    parts = [
        conditions(bench, versions), "Ratios to L, an empty libpcap loop:\n", cases_table(rows),
        "What must hold:\n", bounds_table(bounds), "Beside other tools, as ratios to L:\n", peers_table(compared),
        "Their answers:\n", "".join(words_about(row) for row in compared),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def write(text):
    readme.replace("side by side", text.rstrip("\n"))
