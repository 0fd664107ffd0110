"""`currencies.tsv`: names, signs, codes and minor units of the currencies of ISO 4217."""

import re

from babel import Locale
from babel.core import get_global

import table

# The territories whose legal tender each code now is, the issuing state first.
ISSUER = {"EUR": "", "USD": "US", "GBP": "GB", "CHF": "CH", "AUD": "AU", "NZD": "NZ", "DKK": "DK", "NOK": "NO", "ILS": "IL", "ZAR": "ZA",
          "INR": "IN", "MAD": "MA", "XAF": "", "XOF": "", "XPF": "", "XCD": "", "XDR": "", "BTC": "", "ETH": "", "ANG": "CW"}
# No one counts in these: metals, bond units, test codes.
UNUSED = re.compile(r"^X(?!AF|OF|PF|CD|DR)|^(BOV|CHE|CHW|CLF|COU|MXV|USN|USS|UYI|UYW|CNX|CNH|ZZZ)$")

# Whose dollars are `$` at home; others' are named in bulletins of those who help them.
DOLLARS = "AU:AUD CA:CAD NZ:NZD SG:SGD"
CFA = "BF:XOF BJ:XOF CI:XOF GW:XOF ML:XOF NE:XOF SN:XOF TG:XOF"

# What an ambiguous form (the first of its row) means in a bulletin about another country, where that is common in English.
ELSEWHERE = {
    "$": DOLLARS, "dollar": DOLLARS, "cent": DOLLARS, "c": DOLLARS,
    "Rs": "LK:LKR PK:PKR NP:NPR MU:MUR", "rupee": "LK:LKR PK:PKR NP:NPR MU:MUR", "paisa": "PK:PKR NP:NPR",
    "peso": "AR:ARS CL:CLP CO:COP CU:CUP DO:DOP PH:PHP UY:UYU", "centavo": "PH:PHP AR:ARS CO:COP",
    "pound": "EG:EGP LB:LBP SD:SDG SS:SSP SY:SYP US:lb:0.45359237:mass", "£": "EG:EGP LB:LBP", "piaster": "LB:LBP SY:SYP SD:SDG",
    "dinar": "BH:BHD DZ:DZD JO:JOD KW:KWD LY:LYD RS:RSD TN:TND", "fils": "BH:BHD JO:JOD KW:KWD", "dirham": "MA:MAD",
    "rial": "OM:OMR YE:YER", "riyal": "QA:QAR", "lira": "IT:ITL", "shilling": "SO:SOS TZ:TZS UG:UGX",
    "krona": "IS:ISK", "krone": "NO:NOK", "kr": "DK:DKK IS:ISK NO:NOK", "øre": "NO:NOK", "franc": "BI:BIF CD:CDF DJ:DJF GN:GNF RW:RWF",
    "leu": "RO:RON", "manat": "AZ:AZN", "FCFA": CFA, "CFA franc": CFA, "P": "BW:BWP", "K": "PG:PGK", "Sh": "SO:SOS TZ:TZS UG:UGX", "som": "UZ:UZS", "won": "KP:KPW", "¥": "CN:CNY",
}


# Codes that are words of English too: they count as codes behind a number only.
WORDS = {"ALL", "BAN", "COP", "CUP", "KID", "MAD", "MOP", "PEN", "SIT", "SOS", "TOP", "TRY", "ESP", "BOP"}
# Those of them that are codes before a number too, if it has a fraction, groups or a magnitude.
MARKS = {"COP", "CUP", "MAD", "MOP", "SOS", "ESP", "PEN", "BOP"}


def tender():
    """The code of the state whose money a currency is (or last was)."""
    now, past = {}, {}
    for territory, periods in sorted(get_global("territory_currencies").items()):
        for code, _, end, is_tender in periods:
            if len(territory) == 2 and is_tender:
                (past if end else now).setdefault(code, territory)
    by_prefix = {code: code[:2] for code in {*now, *past} if code[:2] in get_global("territory_currencies")}
    return {**past, **now, **by_prefix, **ISSUER}


def spellings(name):
    yield name
    if name.startswith("US "):
        yield name.replace("US ", "U.S. ")
    for old, new in [("ruble", "rouble"), ("Ruble", "Rouble")]:
        if old in name:
            yield name.replace(old, new)


def build():
    locale, country = Locale("en"), tender()
    now = {code for code in locale.currencies if not UNUSED.match(code)
           and re.fullmatch(r"[^()]+", locale.currencies[code])}
    rows = []
    for code in sorted(now):
        plurals = get_plurals(locale, code)
        names = [plurals.get("one", locale.currencies[code]), plurals.get("other", locale.currencies[code])]
        forms = table.distinct(form for name in names for form in spellings(name) if len(form) > 3)
        rows.append((forms, code, "name", country.get(code, ""), "no", "1"))
        kind = "mark-word" if code in MARKS else "word" if code in WORDS else "code"
        rows.append(([code], code, kind, country.get(code, ""), "no", "1"))
    named = {table.fold(form): position for position, row in enumerate(rows) for form in row[0]}
    for key, forms in table.blocks("currency-forms.txt"):
        code, kind, ambiguous, factor = key.split()
        # What CLDR says already (`US dollars`) is not said twice.
        forms = list(dict.fromkeys(form for form in forms if table.fold(form) not in named or ambiguous == "yes"))
        if forms:
            rows.append((forms, code, kind, country.get(code, ""), ambiguous, factor))
    rows = [(*row, ELSEWHERE.get(row[0][0], "") if row[4] == "yes" else "") for row in rows]
    table.write(
        "currencies.tsv",
        [
            "Currencies. value: ISO 4217 code; kind: name, sign, code, word (a code that is a word too), mark-word (one that may stand before a number), minor (a part of the unit), letter (a minor unit behind a figure), initial (a sign that other things share), magnitude,",
            "historic, adjective; ambiguous: yes where other currencies share the form (the commonest is the value);",
            "factor: how many units of the currency one of the form is; elsewhere: what it is by the bulletin's country, a unit with its factor and dimension.",
            "Sources: CLDR's English names (PyPI Babel 2.18.0; Unicode-3.0); signs, everyday names and minor units own work",
            "(scripts/data/currency-forms.txt). Generated by scripts/currencies.py.",
        ],
        ["form", "value", "kind", "country", "ambiguous", "factor", "elsewhere"],
        rows,
    )


def get_plurals(locale, code):
    return locale._data["currency_names_plural"].get(code, {})


if __name__ == "__main__":
    build()
