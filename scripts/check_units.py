"""Checks the factors of `units.tsv` against Pint's independent definitions."""

import math
import sys

import pint

import table

# Units that Pint calls differently than by their first English name.
NAMES = {
    "t": "tonne", "kt": "kilotonne", "Mt": "megatonne", "Gt": "gigatonne", "q": "quintal", "lb": "pound", "oz": "ounce",
    "ozt": "troy_ounce", "st": "stone", "cwt": "long_hundredweight", "gr": "grain", "dram": "dram", "ct": "carat",
    "in": "inch", "ft": "foot", "yd": "yard", "mi": "mile", "nmi": "nautical_mile", "Da": "dalton", "slug": "slug",
    "au": "astronomical_unit", "ly": "light_year", "pc": "parsec", "Å": "angstrom", "ha": "hectare", "are": "are",
    "km2": "km**2", "m2": "m**2", "cm2": "cm**2", "mm2": "mm**2", "mi2": "mile**2", "ft2": "foot**2", "yd2": "yard**2",
    "in2": "inch**2", "nmi2": "nautical_mile**2", "m3": "m**3", "km3": "km**3", "cm3": "cm**3", "mm3": "mm**3",
    "ft3": "foot**3", "yd3": "yard**3", "in3": "inch**3", "mi3": "mile**3", "acre-foot": "acre_foot", "gal": "gallon",
    "gal_uk": "imperial_gallon", "qt": "quart", "pt": "pint", "pt_uk": "imperial_pint", "floz": "fluid_ounce",
    "tbsp": "tablespoon", "tsp": "teaspoon", "bu": "bushel", "peck": "peck", "bbl": "oil_barrel", "cord": "cord",
    "bdft": "board_foot", "bbl/d": "oil_barrel/day", "m3/s": "m**3/s", "L/s": "L/s", "ft3/s": "foot**3/s", "km/h": "km/hour",
    "m/s": "m/s", "km/s": "km/s", "mph": "mile/hour", "ft/s": "foot/s", "kn": "knot", "°": "degree", "arcmin": "arcminute",
    "arcsec": "arcsecond", "mbar": "millibar", "bar": "bar", "atm": "atm", "mmHg": "mmHg", "inHg": "inHg_32F", "psi": "psi",
    "Torr": "torr", "kgf/cm2": "kgf/cm**2", "eV": "eV", "MeV": "MeV", "Wh": "watt*hour", "kWh": "kW*hour", "MWh": "MW*hour",
    "GWh": "GW*hour", "TWh": "TW*hour", "cal": "calorie", "kcal": "kilocalorie", "Gcal": "gigacalorie", "Btu": "Btu",
    "MMBtu": "1e6*Btu", "therm": "1e5*Btu", "toe": "toe", "t_TNT": "ton_TNT", "kt_TNT": "1e3*ton_TNT", "Mt_TNT": "1e6*ton_TNT",
    "ft.lbf": "foot*lbf", "erg": "erg", "hp": "horsepower", "PS": "metric_horsepower", "kVA": "kV*A", "MVA": "MV*A",
    "Ah": "A*hour", "mAh": "mA*hour", "C": "coulomb", "lbf": "lbf", "kgf": "kgf", "dyn": "dyne", "Nm": "N*m",
    "rad_dose": "rads", "rem": "rem", "R": "roentgen", "Ci": "curie", "fathom": "fathom", "furlong": "furlong", "chain": "chain",
    "rod": "rod", "acre": "acre", "mil": "thou", "short_ton": "short_ton", "long_ton": "long_ton", "rad": "radian",
    "hogshead": "hogshead", "league": "league", "mcm": "1e6*m**3", "GRT": "100*foot**3", "NRT": "100*foot**3",
    "%": "percent", "ppm": "ppm", "mg/m3": "mg/m**3", "ug/m3": "ug/m**3", "mg/L": "mg/L", "g/L": "g/L", "kg/m3": "kg/m**3",
    "t/ha": "tonne/hectare", "kg/ha": "kg/hectare", "q/ha": "quintal/hectare", "L/100km": "L/(100*km)", "mpg": "mile/gallon",
}
# Surveyor's units differ from the international ones by two parts in a million.
NEAR = {"Btu", "MMBtu", "furlong", "chain", "rod", "acre", "acre-foot", "league", "fathom", "inHg", "therm", "Da", "mpg"}


def expression(row):
    if row["value"] in NAMES:
        return NAMES[row["value"]]
    # Composed units: the English name of the unprefixed unit, with Pint's own prefix.
    if row["system"] == "metric" and row["dimension"] not in {"computing", "transport", "data rate"}:
        return row["form"][0].replace("gramme", "gram")
    return None


def check():
    units = pint.UnitRegistry()
    checked = wrong = 0
    for row in table.read(table.TABLES / "units.tsv"):
        name, factor = expression(row), float(row["factor"])
        if row["dimension"] == "temperature":
            kelvin = {"°C": "degC", "°F": "degF", "K": "kelvin"}[row["value"]]
            for degrees in (0, 100):
                ours = degrees * factor + float(row["offset"])
                wrong += not math.isclose(ours, units.Quantity(degrees, kelvin).to("kelvin").magnitude, rel_tol=1e-9)
            checked += 1
            continue
        if name is None:
            continue
        try:
            quantity = units.Quantity(name).to_base_units()
        except pint.errors.UndefinedUnitError:
            continue
        theirs = quantity.to("byte").magnitude if row["dimension"] == "data" else quantity.magnitude
        if str(quantity.units) == "gram":
            theirs /= 1000
        checked += 1
        if not math.isclose(factor, theirs, rel_tol=5e-6 if row["value"] in NEAR else 1e-8):
            wrong += 1
            print(f"units.tsv: {row['value']} has factor {factor}, Pint says {theirs} for {name}", file=sys.stderr)
    print(f"units.tsv: {checked} factors checked, {wrong} wrong")
    return wrong


if __name__ == "__main__":
    sys.exit(check() > 0)
