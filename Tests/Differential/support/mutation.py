"""Damages bytes at random, as a disk, a network or an attacker would."""
ODD = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)


def odd_byte(rng):
    return rng.choice(ODD) if rng.random() < 0.6 else rng.randrange(256)


def replaced(data, rng, place):
    data[place] = odd_byte(rng)


def flipped(data, rng, place):
    data[place] ^= 1 << rng.randrange(8)


def number(data, rng, place):
    """A length or an offset that is too large, too small, or nearly right."""
    width = rng.choice((2, 4, 8))
    value = rng.choice((0, 1, len(data), 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 1 << 63, rng.randrange(1 << 16)))
    field = (value % (1 << (8 * width))).to_bytes(width, rng.choice(("little", "big")))
    data[place:place + width] = field[:max(0, len(data) - place)]


def removed(data, rng, place):
    del data[place:place + rng.choice((1, 2, 4, 16, 100))]


def inserted(data, rng, place):
    data[place:place] = bytes(odd_byte(rng) for _ in range(rng.choice((1, 2, 4, 16))))


def doubled(data, rng, place):
    data[place:place] = data[place:place + rng.randrange(1, 2000)]


def cut(data, rng, place):
    del data[place:]


CHANGES = (replaced, replaced, flipped, flipped, number, number, removed, inserted, doubled, cut)


def mutated(data, rng, head=0):
    """A copy with one to six changes behind `head`; half of them near the front, where headers are."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        if len(data) <= head:
            break
        reach = min(len(data), head + 256) if rng.random() < 0.5 else len(data)
        rng.choice(CHANGES)(data, rng, rng.randrange(head, reach))
    return bytes(data)
