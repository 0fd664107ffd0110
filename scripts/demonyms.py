"""`demonyms.tsv`: adjectives of nationality and the names of peoples, from a hand-kept list."""

import re

import table


# Adjectives whose -s would be a place or no word at all.
NO_PLURAL = set("Balkan Philippine Kyrgyz Kyrghyz Caribbean Caspian Mediterranean Alpine Himalayan Amazonian".split())


def people(adjective):
    """The plural that an adjective makes when it names the people: `Russians`, `Iraqis`, but not `Chinese`."""
    if adjective in NO_PLURAL or "-" in adjective and not adjective.startswith(("South-", "Afr", "North-")):
        return None
    if re.search(r"(an|on|ian|i|ese\b|in|ot|at|ak|ek|ik|ar|er|ne|ech|ard|ai|ssian|and|ni|or|yz|kh|k|im|enian|un|en|od|ab)$", adjective) \
            and not re.search(r"(ese|ch|sh|ss)$", adjective):
        return adjective + "s"
    return None


def build():
    rows = []
    for code, words in table.blocks("demonyms.txt"):
        adjectives, _, others = ", ".join(words).partition(";")
        code = "" if code == "-" else code
        adjectives = [word.strip() for word in adjectives.split(",") if word.strip()]
        named = [word.strip() for word in others.split(",") if word.strip()]
        plurals = [plural for plural in map(people, adjectives) if plural and (code or plural.endswith(("ans", "ers")))]
        nouns = table.distinct(named + plurals)
        rows += [(form, code, "adjective", code) for form in adjectives]
        rows += [(form, code, "people", code) for form in nouns if form not in adjectives]
    table.write(
        "demonyms.tsv",
        [
            "Adjectives of nationality, region and religion, and the names of peoples. country and value: ISO 3166-1 alpha-2,",
            "empty where the people is of no one state; kind: adjective or people (a noun only).",
            "Own work, from scripts/data/demonyms.txt by scripts/demonyms.py.",
        ],
        ["form", "country", "kind", "value"],
        rows,
    )


if __name__ == "__main__":
    build()
