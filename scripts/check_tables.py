"""Checks the shape of every table: header, cells, forms, numbers, order, and the references between tables."""

import re
import sys

import table

GENERATED = ["cities", "countries", "currencies", "demonyms", "features", "given-names", "regions", "surnames", "units", "vocabulary"]
DAY = (
    r"(\d\d-\d\d|\d\d-w[1-7](--?\d|<=\d\d)|(easter|orthodox)[+-]\d+|islamic-\d+(-\d+|-w[1-7]--1)?"
    r"|(hebrew|chinese)-\d+-\d+|lunar)"
)
RULE = re.compile(rf"{DAY}|([A-Z][A-Z]|\*)={DAY}(,([A-Z][A-Z]|\*)={DAY})*")


def faults():
    tables = {name: table.read(table.TABLES / f"{name}.tsv") for name in [*GENERATED, "holidays"]}
    countries = {row["value"] for row in tables["countries"]}
    for name, rows in tables.items():
        for row in rows:
            where = f"{name}.tsv: {'|'.join(row['form'])}"
            if any(not form or form != form.strip() or "  " in form for form in row["form"]):
                yield f"{where}: a form is empty or has stray spaces"
            if len(set(row["form"])) != len(row["form"]):
                yield f"{where}: a form stands twice"
            if any(not value == value.strip() for key, value in row.items() if key != "form"):
                yield f"{where}: a cell has stray spaces"
            if row.get("country") and row["country"] not in countries and name != "currencies":
                yield f"{where}: no country {row['country']}"
            for column, limit in [("lat", 90), ("lon", 180)]:
                if row.get(column) and abs(float(row[column])) > limit:
                    yield f"{where}: {column} {row[column]}"
            for column in ["frequency", "band"]:
                if column in row and row[column] not in "12345":
                    yield f"{where}: {column} {row[column]}"
            if name == "holidays" and not RULE.fullmatch(row["rule"]):
                yield f"{where}: rule {row['rule']}"
            if name == "vocabulary" and not re.fullmatch("[fnpvzdgjr]+", row["pos"]):
                yield f"{where}: pos {row['pos']}"
    regions = {row["value"] for row in tables["regions"]}
    lost = sorted({row["region"] for row in tables["cities"] if row["region"] and row["region"] not in regions})
    if lost:
        yield f"cities.tsv: regions that regions.tsv lacks: {' '.join(lost)}"


def check():
    found = list(faults())
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"tables: {len(found)} faults")
    return len(found)


if __name__ == "__main__":
    sys.exit(check() > 0)
