//! Every currency and every unit of the tables is found in a sentence, and converts as an independent library says.

use bulletin_extract::normalise::unit::Unit;
use iso_currency::{Currency, IntoEnumIterator};
use proptest::prelude::*;
use uom::Conversion;

use super::quantities;

const UNITS: &str = include_str!("../../grammars/en/units.tsv");

/// A row of the table of units.
struct Row {
    forms: Vec<&'static str>,
    unit: Unit,
}

fn rows() -> Vec<Row> {
    let lines = UNITS.lines().filter(|line| !line.starts_with('#')).skip(1);
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [forms, symbol, _, dimension, factor, offset, ..] = cells[..] else { panic!("a short row: {line}") };
        let number = |cell: &str| cell.parse().expect("a number");
        let unit = Unit {
            symbol: symbol.into(),
            dimension: Some(dimension.into()),
            factor: Some(number(factor)),
            offset: number(offset),
        };
        Row { forms: forms.split('|').collect(), unit }
    };
    lines.map(row).collect()
}

/// Codes of ISO 4217 that are no one's money: metals, bond markets' units, tests, and funds.
fn is_money(currency: &Currency) -> bool {
    let is_fund = ["BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "XSU", "XUA"];
    let code = currency.code();
    !is_fund.contains(&code) && (!code.starts_with('X') || ["XAF", "XCD", "XCG", "XOF", "XPF", "XDR"].contains(&code))
}

#[test]
fn every_currency_is_found_by_its_code() {
    let mut wrong = Vec::new();
    for code in Currency::iter().filter(is_money).map(|currency| currency.code()) {
        let written = format!("12,500 {code}");
        let found = quantities(&format!("The ministry received a grant of {written} in May."));
        let is_right = |q: &bulletin_extract::record::Quantity| {
            q.text == written && q.unit.as_deref() == Some(code) && q.value == Some(12_500.0)
        };
        if !found.iter().any(is_right) {
            wrong.push(format!("{code}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_unit_is_found_in_all_its_forms() {
    let mut wrong = Vec::new();
    // Pieces are counted, and ages belong to someone.
    let is_measured = |row: &&Row| !matches!(row.unit.dimension.as_deref(), Some("count" | "age"));
    for row in rows().iter().filter(is_measured) {
        for form in &row.forms {
            let found = quantities(&format!("The inspectors measured 7.5 {form} there."));
            let is_right = |q: &bulletin_extract::record::Quantity| {
                q.text == format!("7.5 {form}") && q.unit.as_ref() == Some(&row.unit.symbol) && q.value == Some(7.5)
            };
            if !found.iter().any(is_right) {
                let found: Vec<_> = found.iter().map(|q| (&q.text, &q.unit, &q.of)).collect();
                wrong.push(format!("{form} ({}): {found:?}", row.unit.symbol));
            }
        }
    }
    assert!(wrong.is_empty(), "{} forms are not found:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn pieces_and_ages_are_found() {
    for row in rows().iter().filter(|row| row.unit.dimension.as_deref() == Some("age")) {
        let found = quantities(&format!("A 7 {} boy was rescued.", row.forms[0]));
        assert_eq!(found[0].unit.as_ref(), Some(&row.unit.symbol), "{}", row.forms[0]);
    }
    for form in ["doses", "tablets", "ampoules", "pairs"] {
        let found = quantities(&format!("Police found 70 {form} there."));
        assert_eq!((found[0].value, found[0].unit.as_deref(), found[0].of.as_deref()), (Some(70.0), None, Some(form)));
    }
}

macro_rules! factors {
    ($($symbol:literal $quantity:ident $unit:ident)*) => {
        [$(($symbol, <uom::si::$quantity::$unit as Conversion<f64>>::coefficient())),*]
    };
}

/// What `uom` says that one of each unit is in SI.
fn independent_factors() -> Vec<(&'static str, f64)> {
    factors! {
        "t" mass ton "kg" mass kilogram "g" mass gram "mg" mass milligram "µg" mass microgram "ct" mass carat
        "lb" mass pound "oz" mass ounce "ozt" mass ounce_troy "gr" mass grain "slug" mass slug
        "short_ton" mass ton_short "long_ton" mass ton_long "Da" mass dalton
        "m" length meter "km" length kilometer "cm" length centimeter "mm" length millimeter "µm" length micrometer
        "in" length inch "ft" length foot "yd" length yard "mi" length mile "nmi" length nautical_mile
        "fathom" length fathom "ly" length light_year "pc" length parsec "au" length astronomical_unit
        "Å" length angstrom "mil" length mil
        "m2" area square_meter "km2" area square_kilometer "cm2" area square_centimeter "ha" area hectare
        "acre" area acre "ft2" area square_foot "mi2" area square_mile "yd2" area square_yard "in2" area square_inch
        "m3" volume cubic_meter "km3" volume cubic_kilometer "cm3" volume cubic_centimeter "L" volume liter
        "mL" volume milliliter "hL" volume hectoliter "gal" volume gallon "gal_uk" volume gallon_imperial
        "qt" volume quart_liquid "pt" volume pint_liquid "floz" volume fluid_ounce
        "bbl" volume barrel "bu" volume bushel "cord" volume cord "ft3" volume cubic_foot "in3" volume cubic_inch
        "yd3" volume cubic_yard "mi3" volume cubic_mile "acre-foot" volume acre_foot "tbsp" volume tablespoon
        "tsp" volume teaspoon
        "m/s" velocity meter_per_second "km/h" velocity kilometer_per_hour "mph" velocity mile_per_hour
        "kn" velocity knot "ft/s" velocity foot_per_second "km/s" velocity kilometer_per_second
        "Pa" pressure pascal "kPa" pressure kilopascal "hPa" pressure hectopascal "bar" pressure bar
        "mbar" pressure millibar "atm" pressure atmosphere "psi" pressure psi "Torr" pressure torr
        "J" energy joule "kJ" energy kilojoule "MJ" energy megajoule "kWh" energy kilowatt_hour
        "MWh" energy megawatt_hour "GWh" energy gigawatt_hour "TWh" energy terawatt_hour "Wh" energy watt_hour
        "cal" energy calorie "kcal" energy kilocalorie "Btu" energy btu_it "eV" energy electronvolt "erg" energy erg
        "W" power watt "kW" power kilowatt "MW" power megawatt "GW" power gigawatt "hp" power horsepower
        "PS" power horsepower_metric
        "N" force newton "kN" force kilonewton "lbf" force pound_force "kgf" force kilogram_force "dyn" force dyne
        "Hz" frequency hertz "kHz" frequency kilohertz "MHz" frequency megahertz "GHz" frequency gigahertz
        "V" electric_potential volt "kV" electric_potential kilovolt "A" electric_current ampere
        "mA" electric_current milliampere "Ω" electrical_resistance ohm "Ah" electric_charge ampere_hour
        "Bq" radioactivity becquerel "Ci" radioactivity curie "°" angle degree "arcmin" angle minute
        "arcsec" angle second
    }
    .to_vec()
}

#[test]
fn factors_agree_with_an_independent_library() {
    let rows = rows();
    for (symbol, factor) in independent_factors() {
        let row = rows.iter().find(|row| row.unit.symbol == symbol).unwrap_or_else(|| panic!("no {symbol}"));
        let ours = row.unit.factor.unwrap();
        assert!((ours / factor - 1.0).abs() < 1e-5, "{symbol}: {ours}, not {factor}");
    }
}

#[test]
fn temperatures_agree_with_an_independent_library() {
    use uom::si::f64::ThermodynamicTemperature as Temperature;
    use uom::si::thermodynamic_temperature::{degree_celsius, degree_fahrenheit, kelvin};
    let rows = rows();
    let unit = |symbol: &str| &rows.iter().find(|row| row.unit.symbol == symbol).expect("a temperature").unit;
    for degrees in [-40.0, 0.0, 21.5, 451.0] {
        let celsius = Temperature::new::<degree_celsius>(degrees).get::<kelvin>();
        let fahrenheit = Temperature::new::<degree_fahrenheit>(degrees).get::<kelvin>();
        assert!((unit("°C").to_si(degrees).unwrap() - celsius).abs() < 1e-9);
        assert!((unit("°F").to_si(degrees).unwrap() - fahrenheit).abs() < 1e-9);
    }
}

proptest! {
    #[test]
    fn every_conversion_comes_back(value in -1e9..1e9f64) {
        for row in rows() {
            let back = row.unit.to_si(value).and_then(|si| row.unit.from_si(si)).expect("a factor");
            // What an offset takes from a small number's digits does not come back.
            let scale = value.abs().max((row.unit.offset / row.unit.factor.unwrap()).abs()).max(1e-9);
            prop_assert!((back - value).abs() <= scale * 1e-12, "{}: {} came back as {}", row.unit.symbol, value, back);
        }
    }

    #[test]
    fn a_rate_is_its_units_divided(value in 0.001..1e6f64) {
        let rows = rows();
        for above in rows.iter().filter(|row| row.unit.offset == 0.0).step_by(7) {
            for below in rows.iter().filter(|row| row.unit.offset == 0.0).step_by(11) {
                let rate = above.unit.per(&below.unit);
                let expected = above.unit.to_si(value).unwrap() / below.unit.factor.unwrap();
                let got = rate.to_si(value).unwrap();
                prop_assert!((got - expected).abs() <= expected.abs() * 1e-12, "{}", rate.symbol);
            }
        }
    }
}
