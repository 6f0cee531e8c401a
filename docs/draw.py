"""Checks a sealed draw of LeakTrace and draws again. Needs Python 3.8 or newer and nothing else.

    python draw.py MANIFEST COMMITMENT

MANIFEST is the file that was opened, COMMITMENT the "sha256:..." that was published before any channel
was given anything. If they belong together, every drawn value is printed: canary, field, channel, value
(for a route: canary, "route", channel, block), with tabs between.

Why this proves anything: whoever fixed the commitment could not choose the seed afterwards, and the seed
decides who gets what. Each list is shuffled after Fisher and Yates, from its end, with random numbers
from HMAC-SHA256(seed, label + counter), cut into words of 64 bits; a word that would favour small numbers
is passed over. The label names the pool or block, so that each has random numbers of its own.
"""
# ruff: noqa: ANN001, ANN201, B905, INP001, PTH123, T201

import hashlib
import hmac
import json
import sys


def words(seed, label):
    """Random numbers of 64 bits, without end."""
    counter = 0
    while True:
        message = label.encode("utf-8") + counter.to_bytes(8, "big")
        block = hmac.new(seed, message, hashlib.sha256).digest()
        for start in range(0, 32, 8):
            yield int.from_bytes(block[start : start + 8], "big")
        counter += 1


def shuffled(seed, kind, name, values):
    """The values in the order that the seed decides."""
    order, numbers = list(values), words(seed, json.dumps([kind, *name], ensure_ascii=False))
    for last in range(len(order) - 1, 0, -1):
        fair = 2**64 - 2**64 % (last + 1)
        word = next(number for number in numbers if number < fair)
        pick = word % (last + 1)
        order[last], order[pick] = order[pick], order[last]
    return order


def draw(manifest):
    """Every row that was drawn."""
    seed = bytes.fromhex(manifest["seed"])
    for pool in manifest["pools"]:
        name = [pool["canary_id"], pool["field"]]
        for channel, value in zip(pool["channels"], shuffled(seed, "pool", name, pool["values"])):
            yield [*name, channel, value]
    for block in manifest["blocks"]:
        options = shuffled(seed, "block", [block["block_id"]], block["options"])
        for canary, channel in zip(block["canary_ids"], options):
            yield [canary, "route", channel, block["block_id"]]


def main(path, commitment):
    """Check, draw, print."""
    with open(path, "rb") as file:
        content = file.read()
    if "sha256:" + hashlib.sha256(content).hexdigest() != commitment.strip():
        sys.exit("This is not the draw that was committed to.")
    manifest = json.loads(content.decode("utf-8"))
    if manifest["scheme"] != "leaktrace-draw/1":
        sys.exit("This page knows the scheme leaktrace-draw/1 only.")
    sys.stdout.reconfigure(encoding="utf-8")
    for row in draw(manifest):
        print(*row, sep="\t")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python draw.py MANIFEST COMMITMENT")
    main(*sys.argv[1:])
