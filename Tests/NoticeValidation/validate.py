"""Checks bundles that `flowcensus notify` wrote by the rules of the formats' own projects.

    validate.py FOLDER...

Says what is wrong, one line each, and exits with 1 when something is; with 77 when a package is missing.
"""

import base64
import hashlib
import json
import pathlib
import re
import sys
import uuid

try:
    import pymisp
    import stix2
    import stix2validator
    import xarf
except ImportError as error:
    print(f"a package is missing: {error}")
    sys.exit(77)

SCO_NAMESPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
SCO_IDENTIFYING = {
    "ipv4-addr": {"value"},
    "ipv6-addr": {"value"},
    "network-traffic": {"start", "end", "src_ref", "dst_ref", "src_port", "dst_port", "protocols", "extensions"},
}
MISP_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
# draft-dulaunoy-misp-core-format-18, sections 2.2 and 2.3: what MUST be present.
MISP_EVENT = {
    "uuid", "published", "info", "date", "timestamp", "publish_timestamp", "org_id", "orgc_id", "distribution", "Org",
    "Orgc",
}
MISP_ATTRIBUTE = {"uuid", "type", "category", "to_ids", "distribution", "timestamp", "comment", "deleted", "value"}


def stix(folder):
    """STIX 2.1: the schemas and rules of OASIS's validator, its library, and identifiers made anew."""
    path = folder / "stix-bundle.json"
    # Passed over: 103, identifiers that are not drawn at random, on purpose; 301, protocols and fragments without ports.
    options = stix2validator.ValidationOptions(version="2.1", enforce_refs=True, disabled="103,301")
    results = stix2validator.validate_file(str(path), options)
    for result in results.object_results:
        for found in (result.errors or []) + (result.warnings or []):
            yield f"{path}: {result.object_id}: {found}"
    if not results.is_valid:
        yield f"{path}: not valid"
    text = path.read_text()
    stix2.parse(text, allow_custom=False)
    objects = json.loads(text)["objects"]
    marking = objects[0]["id"]
    if len({item["id"] for item in objects}) != len(objects):
        yield f"{path}: an object is there twice"
    for item in objects[1:]:
        if item.get("object_marking_refs") != [marking]:
            yield f"{path}: {item['id']} is not marked"
        names = SCO_IDENTIFYING.get(item["type"])
        if names:
            identifying = {name: value for name, value in item.items() if name in names}
            canonical = json.dumps(identifying, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            if item["id"] != f"{item['type']}--{uuid.uuid5(SCO_NAMESPACE, canonical)}":
                yield f"{path}: {item['id']} is not what its properties make"


def misp(folder):
    """MISP: what the core format demands, the types and categories that it has, and PyMISP reading it."""
    path = folder / "misp-event.json"
    event = json.loads(path.read_text())["Event"]
    loaded = pymisp.MISPEvent()
    loaded.load_file(path)
    if len(loaded.attributes) != int(event["attribute_count"]):
        yield f"{path}: PyMISP reads {len(loaded.attributes)} attributes of {event['attribute_count']}"
    for name in MISP_EVENT - event.keys():
        yield f"{path}: the event has no {name}"
    if len(event["info"]) > 256 or "\n" in event["info"]:
        yield f"{path}: info is not one line of at most 256 characters"
    types = loaded.describe_types
    for attribute in event["Attribute"]:
        for name in MISP_ATTRIBUTE - attribute.keys():
            yield f"{path}: attribute {attribute['uuid']} has no {name}"
        if attribute["type"] not in types["category_type_mappings"][attribute["category"]]:
            yield f"{path}: {attribute['type']} is not a type of {attribute['category']}"
        for name in ["first_seen", "last_seen"]:
            if not MISP_TIME.fullmatch(attribute[name]):
                yield f"{path}: {name} {attribute[name]}"


def abuse_reports(folder):
    """X-ARF: the schemas of version 4, strictly."""
    for path in sorted((folder / "xarf").iterdir()):
        result = xarf.parse(json.loads(path.read_text()), strict=False)
        for found in result.errors:
            yield f"{path}: {found}"
        for evidence in json.loads(path.read_text())["evidence"]:
            content = base64.b64decode(evidence["payload"], validate=True)
            if evidence["hash"] != "sha256:" + hashlib.sha256(content).hexdigest() or evidence["size"] != len(content):
                yield f"{path}: the checksum or the size of the evidence is not its own"


def manifest(folder):
    """The files are all there are, and as they were written."""
    files = json.loads((folder / "manifest.json").read_text())["files"]
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    if {file["name"] for file in files} != names - {"manifest.json", "SHA256SUMS"}:
        yield f"{folder}: the manifest names other files than there are"
    for file in files:
        content = (folder / file["name"]).read_bytes()
        if len(content) != file["size"] or hashlib.sha256(content).hexdigest() != file["sha256"]:
            yield f"{folder / file['name']}: not as the manifest has it"


def main():
    problems = []
    for folder in map(pathlib.Path, sys.argv[1:]):
        for check in (stix, misp, abuse_reports, manifest):
            try:
                problems += check(folder)
            except Exception as error:  # What a library cannot read, it throws.
                problems.append(f"{folder}: {check.__name__}: {type(error).__name__}: {error}")
    for problem in problems:
        print(" ".join(problem.split())[:500])
    sys.exit(1 if problems else 0)


main()
