"""The README of the benchmarks, whose tables are written by those who measure."""
import os

README = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "README.md")


def replace(name, text):
    """Replaces what stands between two markers of a name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    with open(README, encoding="utf-8") as file:
        content = file.read()
    before, rest = content.split(begin, 1)
    after = rest.split(end, 1)[1]
    with open(README, "w", encoding="utf-8") as file:
        file.write(f"{before}{begin}\n\n{text}\n\n{end}{after}")
