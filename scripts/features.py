"""`features.tsv`: seas, rivers, ranges, islands and the regions that are no administrative unit, from a hand-kept list."""

import table

KINDS = {"region": "region", "continent": "region", "settlement": "settlement", "facility": "facility"}


def forms_of(names, kind):
    """A feature's names with the generic nouns that go with them: `Volga`, `Volga River`, `River Volga`."""
    for name in names:
        bare = name.rstrip("*")
        if not name.endswith("*"):
            yield bare
        if kind == "river" and not any(word in bare for word in ("River", "Nile", "Rio", "Río", "Delta", "Shatt", "Jiang", " He")):
            yield bare + " River"
            yield "River " + bare
            if not name.endswith("*"):
                yield bare + " Valley"
        if kind == "island" and name.endswith("*"):
            yield bare + " Island"
            yield "Island of " + bare
        if bare.startswith("Mount "):
            yield "Mt. " + bare[6:]
            yield "Mt " + bare[6:]
        if "Saint " in bare:
            yield bare.replace("Saint ", "St. ")


def build():
    rows = []
    for key, items in table.blocks("features.txt"):
        kind, country = key.split()
        for item in items:
            names, _, where = item.partition("=")
            latitude, longitude = where.split()
            names = names.split("|")
            forms = table.distinct(forms_of(names, kind))
            if not forms:
                continue
            rows.append((forms, "" if country == "-" else country, KINDS.get(kind, "feature"), names[0].rstrip("*"),
                         latitude, longitude, kind))
    table.write(
        "features.tsv",
        [
            "Continents, world regions, seas, straits, rivers, lakes, mountains, deserts, islands and some sites that gazetteers of",
            "towns lack. kind: feature, region, settlement or facility; class: what it is; lat, lon: somewhere near its middle.",
            "Own work, from scripts/data/features.txt by scripts/features.py.",
        ],
        ["form", "country", "kind", "name", "lat", "lon", "class"],
        rows,
    )


if __name__ == "__main__":
    build()
