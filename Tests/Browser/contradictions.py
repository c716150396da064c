"""Takes out of questions what parameters may not say together, for which a description of parameters has no words: a beginning and an end
in the wrong order, a period beside either, and ranges of addresses that end before they begin."""
import ipaddress
import re

import schemathesis
from schemathesis import GenerationMode

RANGE = re.compile(r"([0-9.]+)-([0-9.]+)")


def in_order(found):
    return "-".join(sorted(found.groups(), key=ipaddress.IPv4Address))


@schemathesis.hook
def before_call(context, case, kwargs):
    query = case.query
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE or not query:
        return
    if "period" in query:
        query.pop("from", None)
    if "period" in query or "from" in query:
        query.pop("to", None)
    for name in ["origin", "host"]:
        if isinstance(query.get(name), list):
            query[name] = [RANGE.sub(in_order, value) for value in query[name]]
