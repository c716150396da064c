"""Holds what was counted against the truth; ends the run with the first number that differs."""
import itertools
import json
import re
import sys


def packets(truth_path):
    with open(truth_path, encoding="utf-8") as file:
        return json.load(file)["capture"]["packets"]


def check_export(export_path, truth_path):
    """Compares the columns that the truth has with those of the export, line by line; returns the number of rows."""
    rows = 0
    with open(export_path, encoding="utf-8") as export, open(truth_path, encoding="utf-8") as truth:
        for counted, true in itertools.zip_longest(export, truth, fillvalue="\n"):
            cells = counted.rstrip("\n").split(",")
            counted = ",".join(cells[:15] + cells[18:19])
            if counted != true.rstrip("\n"):
                sys.exit(f"row {rows} of the export differs:\n  counted {counted}\n  truth   {true}")
            rows += 1
    return rows - 1


def check_range(part_path, whole_path, first, end):
    """Holds the export of the hours from `first` to before `end` against the same rows of the whole export."""
    with open(part_path, encoding="utf-8") as part, open(whole_path, encoding="utf-8") as whole:
        header = next(whole)
        if next(part) != header:
            sys.exit("the export of a range has another header")
        rows = (row for row in whole if first <= row[:20] < end)
        for counted, expected in itertools.zip_longest(part, rows, fillvalue=""):
            if counted != expected:
                sys.exit(f"the export from {first} differs:\n  range {counted}  whole {expected}")


HOSTS = ["affected", "attempted", "answered", "exchanged", "intruded", "probed", "hosts", "served"]


def counted_scope(row):
    """The numbers of a row of a report."""
    return {name: row[name] for name in ["origins", "threats", *HOSTS]}


def true_scope(scope):
    """The same numbers of a scope of the truth."""
    return {"origins": scope["origins"], "threats": scope["threats"], **scope["hosts"]}


def counted(report):
    """What a report says, by name."""
    coverage, traffic = report["coverage"], report["traffic"]
    return {
        "foreign": counted_scope(report["foreign"]),
        "domestic": counted_scope(report["domestic"]),
        "countries": {row["country"] or "": counted_scope(row) for row in report["countries"]},
        "classes": {row["class"]: counted_scope(row) for row in report["classes"]},
        "labels": {(row["class"], row["label"]): counted_scope(row) for row in report["labels"]},
        "assets": {
            (row["kind"], row["sector"]): (
                row["intruded"], {part["country"] or "": part["hosts"] for part in row["intruded_by_country"]})
            for row in report["assets"] if row["intruded"]},
        "websites": (
            report["foreign"]["websites_entered"],
            {row["country"] or "": row["websites_entered"] for row in report["countries"] if row["websites_entered"]}),
        "days": {point["start"][:10]: point["affected"] for point in report["days"]},
        "months": {point["start"][:7]: point["affected"] for point in report["months"]},
        "traffic": {name: traffic[name] for name in ["packets", "flows", "bytes"]},
        "packets": {
            "seen": coverage["seen"], "matched": coverage["matched"], "undecoded": coverage["seen"] - coverage["decoded"],
            "left out": coverage["remarked"].get("tunnel_foreign", 0)},
    }


def true(truth):
    """What is true, under the same names."""
    capture = truth["capture"]
    by_sector = [group for group in truth["assets"] if "sector" in group]
    websites = next(group for group in truth["assets"] if group["kind"] == "website" and "sector" not in group)
    return {
        "foreign": true_scope(truth["foreign"]),
        "domestic": true_scope(truth["domestic"]),
        "countries": {
            row["country"]: true_scope(row["truth"]) for row in truth["countries"] if row["country"] != truth["home"]},
        "classes": {row["class"]: true_scope(row["truth"]) for row in truth["classes"]},
        "labels": {(row["class"], row["label"]): true_scope(row["truth"]) for row in truth["labels"]},
        "assets": {(group["kind"], group["sector"]): (group["intruded"], group["from"]) for group in by_sector},
        "websites": (websites["intruded"], websites["from"]),
        "days": {period["start"]: period["affected"] for period in truth["days"]},
        "months": {period["start"]: period["affected"] for period in truth["months"]},
        "traffic": {"packets": capture["matched"], "flows": capture["flows"], "bytes": capture["bytes"]},
        "packets": {
            "seen": capture["packets"], "matched": capture["matched"], "undecoded": capture["undecoded"],
            "left out": capture["tunnelForeign"]},
    }


def check_report(report_path, truth_path):
    """Compares everything that a report says with the truth; returns its statement."""
    with open(report_path, encoding="utf-8") as file:
        report = json.load(file)
    with open(truth_path, encoding="utf-8") as file:
        truth = json.load(file)
    says, is_true = counted(report), true(truth)
    for name, value in is_true.items():
        if says[name] != value:
            sys.exit(f"the report's {name} differ:\n  counted {says[name]}\n  truth   {value}")
    check_words(report["statement"], is_true)
    return report["statement"]


def check_words(statement, is_true):
    """The statement itself: its numbers are those of the truth, in their order."""
    country, leading = max(
        ((country, scope) for country, scope in is_true["countries"].items() if country),
        key=lambda pair: pair[1]["affected"])
    entered, entered_from = is_true["websites"]
    numbers = [
        is_true["foreign"]["affected"], is_true["foreign"]["threats"], leading["threats"], leading["affected"], entered,
        entered_from.get(country, 0)]
    found = [int(number.replace(",", "")) for number in re.findall("[0-9][0-9,]*", statement)]
    if not all(number in found for number in numbers):
        sys.exit(f"the statement does not hold {numbers}:\n  {statement}")
