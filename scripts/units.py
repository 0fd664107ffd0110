"""`units.tsv`: units of measure with every usual spelling, the symbol to report and the way to SI.

A value in SI is `number * factor + offset`, in the coherent SI unit of its dimension (data in bytes, age in
years, counts in pieces). Units with metric prefixes are composed here, the others stand in `data/units.txt`.
"""

import table

PREFIXES = {
    "p": ("pico", 1e-12), "n": ("nano", 1e-9), "µ": ("micro", 1e-6), "m": ("milli", 1e-3), "c": ("centi", 1e-2),
    "d": ("deci", 1e-1), "": ("", 1), "h": ("hecto", 1e2), "k": ("kilo", 1e3), "M": ("mega", 1e6), "G": ("giga", 1e9),
    "T": ("tera", 1e12), "P": ("peta", 1e15), "E": ("exa", 1e18),
}
# symbol, UCUM, dimension, factor of the unprefixed unit, names (plural regular unless invariable), prefixes
METRIC = [
    ("m", "m", "length", 1, "metre meter", "n µ m c d _ k"),
    ("g", "g", "mass", 1e-3, "gram gramme", "n µ m c _ k"),
    ("L", "L", "volume", 1e-3, "litre liter", "µ m c d _ h k M"),
    ("W", "W", "power", 1, "watt", "µ m _ k M G T"),
    ("J", "J", "energy", 1, "joule", "_ k M G T P E"),
    ("V", "V", "voltage", 1, "volt", "µ m _ k M"),
    ("A", "A", "current", 1, "ampere amp", "µ m _ k"),
    ("Ω", "Ohm", "resistance", 1, "ohm", "m _ k M"),
    ("F", "F", "capacitance", 1, "farad", "p n µ _"),
    ("T", "T", "magnetic field", 1, "tesla", "m _"),
    ("Hz", "Hz", "frequency", 1, "hertz", "_ k M G T"),
    ("Pa", "Pa", "pressure", 1, "pascal", "_ h k M G"),
    ("N", "N", "force", 1, "newton", "_ k M"),
    ("B", "By", "data", 1, "byte", "_ k M G T P E"),
    ("Gy", "Gy", "radiation", 1, "gray", "µ m _"),
    ("Sv", "Sv", "radiation", 1, "sievert", "n µ m _"),
    ("Bq", "Bq", "radioactivity", 1, "becquerel", "_ k M G T P"),
]
# Names that speakers shorten, and units whose bare symbol would be another word or an initial.
SHORT = {"kg": ["kilo", "kilos", "kgs"], "km": ["kms"], "MW": ["MWs"], "cm": ["cms"], "mL": ["mls", "ml"],
         "cL": ["cl"], "dL": ["dl"], "hL": ["hl"], "GB": ["gb"], "MB": ["mb"], "TB": ["tb"], "kW": ["kw"], "kHz": ["khz"],
         "MHz": ["mhz"], "GHz": ["ghz"]}
NO_SYMBOL = {"A", "V", "B", "T", "F", "N", "J", "W", "Gy", "Pa", "Ω"}


def number(value):
    """A factor as the shortest text that reads back as itself."""
    text = f"{float(value):.15g}"
    return text.replace("e+", "e")


def metric():
    for symbol, ucum, dimension, factor, names, prefixes in METRIC:
        for mark in prefixes.split():
            mark = "" if mark == "_" else mark
            word, power = PREFIXES[mark]
            forms = []
            for name in names.split():
                forms.append(word + name)
                if not name.endswith("hertz"):
                    forms.append(word + name + "s")
            written = mark + symbol
            if written not in NO_SYMBOL or mark:
                forms.append(written)
            if mark == "µ":
                forms += ["μ" + symbol, "u" + symbol] + (["mcg"] if symbol == "g" else [])
            if symbol == "Ω" and mark in "kM":
                forms.append(mark + "ohm")
            if symbol == "B" and mark == "k":
                forms.append("KB")
            forms += SHORT.get(written, [])
            yield (exact(forms), written, ("u" if mark == "µ" else mark) + ucum, dimension,
                   number(float(f"{factor * power:.6g}")), "0", "metric", "")


def exact(forms):
    """Without repetitions; case and signs count, for `mW` is not `MW` and `m²` is not `m2`."""
    return list(dict.fromkeys(forms))


def build():
    rows = list(metric())
    for key, forms in table.blocks("units.txt"):
        value, ucum, dimension, factor, offset, system, *elsewhere = (cell.strip() for cell in key.split(";"))
        elsewhere = "".join(elsewhere).replace("=", ":")
        rows.append((exact(forms), value, ucum, dimension, number(factor), number(offset), system, elsewhere))
    table.write(
        "units.tsv",
        [
            "Units of measure. value: the symbol reported; ucum: its code in UCUM, empty where it has none;",
            "si = number * factor + offset, in the coherent SI unit of the dimension (data: bytes, age: years, count: pieces).",
            "elsewhere: what the form means in a country that speaks of it in its own system, as country:symbol:factor.",
            "Own work (definitions of the units are facts), composed by scripts/units.py from scripts/data/units.txt and",
            "checked against PyPI Pint 0.25.3 by scripts/check_units.py.",
        ],
        ["form", "value", "ucum", "dimension", "factor", "offset", "system", "elsewhere"],
        rows,
    )


if __name__ == "__main__":
    build()
