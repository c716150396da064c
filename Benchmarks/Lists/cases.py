"""Lists that are made to be slow. Each function writes one of some size, and returns the options that load it."""
import json
import os
import random


def address(number):
    """The address of a number, spread over the space of unicast."""
    value = 0x0B00_0000 + (number * 2_654_435_761) % 0xB000_0000
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def near(number, base=0x2D00_0000):
    """Addresses in a row."""
    value = base + number
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def written(folder, name, chunks):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        for chunk in chunks:
            file.write(chunk)
    return path


def lines(folder, name, size, line):
    return written(folder, name, (line(number) + "\n" for number in range(size)))


def watchlist(path):
    return ["--watchlist", path]


def plain(folder, size):
    return watchlist(lines(folder, "plain.txt", size, address))


def labels_of_one_address(folder, size):
    return watchlist(lines(folder, "labels.txt", size, lambda number: f"45.0.0.1 label-{number}"))


def labels_apart(folder, size):
    return watchlist(lines(folder, "labels.txt", size, lambda number: f"{address(number)} label-{number}"))


def labels_in_classes(folder, size):
    kinds = ["c2", "backdoor", "malware", "scanner", "other"]
    head = ["address,class,label,source\n"]
    rows = (f"45.0.0.{number % 4},{kinds[number % 5]},l{number},s{number}\n" for number in range(size))
    return watchlist(written(folder, "classes.csv", [*head, *rows]))


def ports_of_one_address(folder, size):
    return watchlist(lines(folder, "ports.txt", size, lambda n: f"45.0.{n >> 16 & 255}.1:{n % 65_535 + 1}"))


def dates_of_one_address(folder, size):
    head = ["address,valid_from,valid_until\n"]
    rows = (f"45.0.0.1,{1_300_000_000 + 10 * n},{1_300_000_005 + 10 * n}\n" for n in range(size))
    return watchlist(written(folder, "dates.csv", [*head, *rows]))


def ranges(folder, size):
    """None begins or ends where a prefix does."""
    def line(number):
        first = 0x0B00_0001 + number * 1_021
        last = first + 997
        text = lambda v: ".".join(str(v >> shift & 255) for shift in (24, 16, 8, 0))
        return f"name {number}:{text(first)}-{text(last)}"
    return watchlist(lines(folder, "ranges.p2p", size, line))


def ranges_over_one_another(folder, size):
    def line(number):
        return f"name:{near(1, 0x2D00_0000 + number)}-{near(1, 0x2E00_0000 + number)}"
    return watchlist(lines(folder, "nested.p2p", size, line))


def prefixes_in_one_another(folder, size):
    return watchlist(lines(folder, "nested.txt", size, lambda n: f"{near(n * 256)}/{9 + n % 24}"))


def allowlist_inside(folder, size):
    """Each prefix of the list holds an address of the allowlist."""
    listed = lines(folder, "listed.txt", size, lambda n: f"{near(256 * n, 0x0B00_0000)}/24")
    allowed = lines(folder, "allowed.txt", size, lambda n: near(256 * n + 77, 0x0B00_0000))
    return watchlist(listed) + ["--allowlist", allowed]


def allowlist_of_holes(folder, size):
    """One wide prefix, cut into as many pieces as there are addresses in the allowlist."""
    listed = lines(folder, "listed.txt", 1, lambda n: "45.0.0.0/8")
    allowed = lines(folder, "allowed.txt", size, lambda n: near(2 * n))
    return watchlist(listed) + ["--allowlist", allowed]


def internal_inside(folder, size):
    listed = lines(folder, "listed.txt", size, lambda n: f"{near(256 * n, 0x0B00_0000)}/24")
    own = lines(folder, "own.txt", size, lambda n: near(256 * n + 77, 0x0B00_0000))
    return watchlist(listed) + ["--internal", own]


def keys_of_one_object(folder, size):
    members = {"ip": "45.0.0.1", **{f"key-{number}": number for number in range(size)}}
    return watchlist(written(folder, "keys.json", [json.dumps([members])]))


def keys_of_many_objects(folder, size):
    objects = (f'{{"ip":"{address(n)}","k{n}":1,"l{n}":2}}\n' for n in range(size))
    return watchlist(written(folder, "objects.jsonl", objects))


def titles(folder, size):
    pulses = (
        f'{"," if n else ""}{{"indicators":[{{"indicator":"{address(n)}","type":"IPv4"}}],"name":"pulse {n}"}}'
        for n in range(size))
    return watchlist(written(folder, "pulses.json", ['{"results":[', *pulses, "]}"]))


def events(folder, size):
    made = (
        f'{"," if n else ""}{{"Event":{{"Attribute":[{{"type":"ip-dst","value":"{address(n)}"}}],"info":"event {n}"}}}}'
        for n in range(size))
    return watchlist(written(folder, "events.json", ['{"response":[', *made, "]}"]))


def object_of_attributes(folder, size):
    made = (f'{"," if n else ""}{{"type":"ip-dst","value":"{address(n)}"}}' for n in range(size))
    head = '{"Event":{"info":"x","Object":[{"name":"o","Attribute":['
    return watchlist(written(folder, "object.json", [head, *made, "]}]}}"]))


def pattern(folder, size):
    """A pattern has at most 64 KiB; as many of them as it takes."""
    per = 1_000
    def one(start):
        parts = " OR ".join(f"[ipv4-addr:value = '{address(n)}']" for n in range(start, min(start + per, size)))
        return json.dumps({"type": "indicator", "spec_version": "2.1", "pattern_type": "stix", "pattern": parts,
                           "id": f"indicator--{start}", "valid_from": "2024-01-01T00:00:00Z", "name": f"n{start}"})
    objects = ",".join(one(start) for start in range(0, size, per))
    return watchlist(written(folder, "bundle.json", ['{"type":"bundle","objects":[', objects, "]}"]))


def rules(folder, size):
    """Rules of a thousand addresses each."""
    per = 1_000
    def rule(start):
        group = ",".join(address(n) for n in range(start, min(start + per, size)))
        return f'alert ip $HOME_NET any -> [{group}] any (msg:"ET CNC group {start}"; sid:{start + 1};)\n'
    return watchlist(written(folder, "cnc.rules", (rule(start) for start in range(0, size, per))))


def open_quotes(folder, size):
    head = ["ip,comment\n"]
    rows = (f'{address(n)},"open {n}\n' if n % 20 == 0 else f"{address(n)},closed\n" for n in range(size))
    return watchlist(written(folder, "quotes.csv", [*head, *rows]))


def long_lines(folder, size):
    """Lines of 10,000 bytes and more, of which every one is refused."""
    rows = ("x" * 9_990 + f" {number}\n" for number in range(size // 100))
    return watchlist(written(folder, "long.txt", rows))


def comments(folder, size):
    return watchlist(written(folder, "comments.txt", ["# a, comment\n" * size, "45.0.0.1\n"]))


def domains(folder, size):
    return watchlist(lines(folder, "mixed.txt", size, lambda n: f"host-{n}.example" if n else "45.0.0.1"))


def words_on_one_line(folder, size):
    """As many addresses on a line as it holds, 64 KiB."""
    per = 4_000
    rows = (" ".join(address(n) for n in range(start, min(start + per, size))) + "\n"
            for start in range(0, size, per))
    return watchlist(written(folder, "words.txt", rows))


def addresses_of_ipv6(folder, size):
    draw = random.Random(1)
    return watchlist(lines(folder, "six.txt", size, lambda n: f"2a00:{draw.getrandbits(16):x}::{n >> 16:x}:{n & 0xFFFF:x}"))


ALL = {
    "addresses alone": plain,
    "addresses of IPv6": addresses_of_ipv6,
    "one address, each line with a label of its own": labels_of_one_address,
    "four addresses in five classes, labels and sources of their own": labels_in_classes,
    "addresses with a label each": labels_apart,
    "one address and all ports": ports_of_one_address,
    "one address with a time of its own in each line": dates_of_one_address,
    "ranges that are no prefixes": ranges,
    "ranges over one another": ranges_over_one_another,
    "prefixes in one another": prefixes_in_one_another,
    "an allowlist with an address inside each prefix": allowlist_inside,
    "an allowlist that cuts one prefix to pieces": allowlist_of_holes,
    "internal networks with an address inside each prefix": internal_inside,
    "JSON, one object with as many names": keys_of_one_object,
    "JSON, objects with names of their own": keys_of_many_objects,
    "JSON, pulses with a name behind their entry": titles,
    "MISP, events with a title behind their attribute": events,
    "MISP, one object with as many attributes": object_of_attributes,
    "STIX, patterns of a thousand addresses": pattern,
    "rules of a thousand addresses": rules,
    "a table with an open quote in every twentieth line": open_quotes,
    "one line in a hundred of 10,000 bytes, all refused": long_lines,
    "comments": comments,
    "names of hosts": domains,
    "4,000 addresses on a line": words_on_one_line,
}
