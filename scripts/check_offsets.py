#!/usr/bin/env python3
"""Checks that every mention of records stands at its offsets.

    bulletin-extract --with-text --offsets utf16 archive/ | scripts/check_offsets.py

Reads records with their texts (NDJSON), whatever the unit of their offsets, and prints how many mentions were checked.
Ends with 1 at the first that is not what stands between its offsets.
"""
import json
import sys

LISTS = ["dates", "people", "organisations", "places", "quantities"]


def mentions(record):
    for item in (item for name in LISTS for item in record[name]):
        yield from item.get("mentions") or [item]


def cutter(text, unit):
    """Cuts pieces out of a text by offsets of a unit."""
    if unit == "char":
        return lambda start, end: text[start:end]
    width, encoding = {"byte": (1, "utf-8"), "utf16": (2, "utf-16-le")}[unit]
    encoded = text.encode(encoding)
    return lambda start, end: encoded[start * width:end * width].decode(encoding)


def main():
    records = checked = 0
    for line in sys.stdin:
        record = json.loads(line)
        cut = cutter(record["text"], record["offsets"])
        records += 1
        for mention in mentions(record):
            stands = cut(mention["start"], mention["end"])
            if stands != mention["text"]:
                sys.exit(f"{record['id']}: {mention['text']!r} is {stands!r} at {mention['start']}")
            checked += 1
    print(f"{records} records, {checked} mentions")


if __name__ == "__main__":
    main()
