//! Quantities: the parts of a match as a number with its unit, its bound and what it is of.
//!
//! The grammar names the parts (`amount`, `low`, `high`, `unit`, `bound`, `of` …) and the tables give units and
//! currencies their values; what is left to do is arithmetic.

use std::fmt;

use bulletin_rules::grammar::{Action, Part, Parts};

use super::number::{Piece, compose, tidy};
use super::unit::Unit;

/// What a quantity says of the true amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Bound {
    /// It is this.
    #[default]
    Equal,
    /// It is greater.
    Greater,
    /// It is this or greater.
    AtLeast,
    /// It is less.
    Less,
    /// It is this or less.
    AtMost,
    /// It is near this.
    Near,
}

impl Bound {
    /// The sign that the record and the lexicon use.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Near => "~",
        }
    }

    /// The bound of this sign.
    pub fn of_sign(sign: &str) -> Option<Self> {
        let all = [Self::Equal, Self::Greater, Self::AtLeast, Self::Less, Self::AtMost, Self::Near];
        all.into_iter().find(|bound| bound.sign() == sign)
    }
}

/// A measured, counted or priced amount.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quantity {
    /// The number; `None` for a range.
    pub value: Option<f64>,
    /// The lower end of a range.
    pub low: Option<f64>,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// The symbol of its unit or the code of its currency; `None` for a count.
    pub unit: Option<String>,
    /// What the unit measures: `mass`, `length` …
    pub dimension: Option<String>,
    /// The value in the SI's own unit, where there is one.
    pub si: Option<f64>,
    /// How the number bounds the amount.
    pub bound: Bound,
    /// What is counted, measured or paid for, in the text's words.
    pub of: Option<String>,
    /// The country whose the usual meaning of its sign is, ISO 3166-1 alpha-2.
    pub home: Option<String>,
    /// Where the form means another unit in other countries: what it means where.
    pub elsewhere: Vec<Local>,
    /// Whether its unit is of the customary systems (feet, pounds), not of the metric one; `None` where it says neither.
    pub is_customary: Option<bool>,
    /// Whether its figure (`1.234`) is thousands where a bulletin groups digits with points.
    pub may_be_grouped: bool,
}

/// What a form of the tables means in one country.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    /// The country, ISO 3166-1 alpha-2.
    pub country: String,
    /// The code of its currency, or the symbol of its unit.
    pub symbol: String,
    /// What its unit is in SI; `None` for a currency.
    pub factor: Option<f64>,
    /// What it measures, where that is not what the form usually does.
    pub dimension: Option<String>,
}

impl Quantity {
    /// Settles what an ambiguous sign or unit means: what it does in the country that the bulletin speaks of most, of
    /// those where it means something else than usual; `home` speaks for the usual meaning, and `least` must be said of
    /// a country for its own to count.
    pub fn settle(&mut self, home: f64, least: f64, speaks_of: impl Fn(&str) -> f64) {
        let mut most = home;
        for local in std::mem::take(&mut self.elsewhere) {
            let said = speaks_of(&local.country);
            if said > most && said >= least {
                most = said;
                self.si = local.factor.and_then(|factor| Some(tidy(self.value? * factor)));
                self.unit = Some(local.symbol);
                self.dimension = local.dimension.or(self.dimension.take());
            }
        }
    }

    /// Reads the points of its figures as the thousands' separators that they are in this bulletin.
    pub fn group_by_points(&mut self) {
        if std::mem::take(&mut self.may_be_grouped) {
            for number in [&mut self.value, &mut self.low, &mut self.high, &mut self.si] {
                *number = number.map(|number| tidy(number * 1000.0));
            }
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bound != Bound::Equal {
            f.write_str(self.bound.sign())?;
        }
        match (self.value, self.low, self.high) {
            (Some(value), ..) => write!(f, "{value}")?,
            (None, Some(low), Some(high)) => write!(f, "{low}..{high}")?,
            _ => f.write_str("?")?,
        }
        if let Some(unit) = &self.unit {
            write!(f, " {unit}")?;
        }
        if let Some(of) = &self.of {
            write!(f, " of {of}")?;
        }
        Ok(())
    }
}

/// Reads the parts of a match; `None` where they make no quantity.
///
/// The operation says how the numbers belong together: `quantity` (one), `negative`, `range`, `tolerance` (one and how
/// far it may be off), `compound` (two units of one dimension) or `ratio`. Constants: `unit`, `dimension` and `bound`
/// where the rule's words imply them, `without` the dimensions that the rule leaves to others, `lesser` how many of an
/// unnamed lesser unit make one of the named.
pub fn read(action: &Action, parts: &Parts<'_>) -> Option<Quantity> {
    let scale = Scale::of(action, parts)?;
    let amount = |label| compose(&pieces(parts, label)?).map(|value| tidy(value * scale.factor));
    let mut quantity = Quantity {
        bound: bound(action, parts),
        of: named(parts, "of").map(|part| phrase(part.text)),
        ..Quantity::default()
    };
    match action.operation.as_str() {
        "quantity" => quantity.value = Some(amount("amount")?),
        "negative" => quantity.value = Some(-amount("amount")?),
        "ratio" => {
            let (share, whole) = (amount("amount")?, amount("among")?);
            quantity.value = Some(share / whole).filter(|_| share < whole);
            quantity.value?;
        }
        "tolerance" => {
            let (middle, off) = (amount("amount")?, amount("tolerance")?);
            (quantity.low, quantity.high) = (Some(tidy(middle - off)), Some(tidy(middle + off)));
        }
        "range" => {
            let (low, high) = ends(parts)?;
            // The hyphen of `thirty-five thousand` makes one number of two words.
            let is_one = || compose(&[pieces(parts, "low")?, pieces(parts, "high")?].concat());
            if named(parts, "hyphen").is_some() && is_one().is_some() {
                return None;
            }
            (quantity.low, quantity.high) = (Some(tidy(low * scale.factor)), Some(tidy(high * scale.factor)));
            if quantity.low >= quantity.high {
                return None;
            }
        }
        "compound" => {
            let (major, rest) = (scale.unit.as_ref()?, amount("rest")?);
            // `1.3 km and 780 m` are two lengths.
            amount("amount").filter(|whole| whole.fract() == 0.0)?;
            let share = match (parts.get("lesser", "unit"), action.constant("lesser")) {
                (Some(part), _) => {
                    let lesser = unit(part).filter(|lesser| lesser.dimension == major.dimension)?;
                    major.from_si(lesser.to_si(rest)?)?
                }
                (None, Some(parts)) => rest / parts.parse::<f64>().ok()?,
                (None, None) => return None,
            };
            quantity.value = Some(tidy(amount("amount")? + Some(share).filter(|&share| share < 1.0)?));
        }
        _ => return None,
    }
    quantity.si = quantity.value.and_then(|value| scale.unit.as_ref()?.to_si(value)).map(tidy);
    quantity.may_be_grouped = scale.unit.as_ref().is_none_or(|unit| unit.offset == 0.0) && may_be_grouped(parts);
    (quantity.unit, quantity.dimension) = (scale.symbol, scale.dimension);
    (quantity.elsewhere, quantity.home) = (scale.elsewhere, scale.home);
    quantity.is_customary = scale.is_customary;
    Some(quantity)
}

/// The labels whose units are not the amount's own.
const ASIDE: [&str; 6] = ["other", "next", "per", "lesser", "unit", "of"];

/// What an amount is measured in.
struct Scale {
    symbol: Option<String>,
    dimension: Option<String>,
    unit: Option<Unit>,
    /// What a minor unit of a currency is of the major one; 1 otherwise.
    factor: f64,
    home: Option<String>,
    elsewhere: Vec<Local>,
    is_customary: Option<bool>,
}

impl Scale {
    fn of(action: &Action, parts: &Parts<'_>) -> Option<Self> {
        let units = || parts.all().iter().filter(|part| part.name == "unit" && !ASIDE.contains(&part.scope));
        let mut own = parts.all().iter().filter(|part| !ASIDE.contains(&part.scope));
        let is_priced = own.any(|part| part.name.starts_with("currency"));
        if let Some(last) = units().next_back() {
            // `3.5 % to $45.20` is two amounts.
            if is_priced {
                return None;
            }
            let mut whole = unit(last)?;
            if let Some(per) = parts.get("per", "unit").and_then(unit) {
                whole = whole.per(&per);
            }
            let left_to_others = action.constant("without").into_iter().flat_map(|list| list.split(','));
            let is_left_to_others =
                left_to_others.into_iter().any(|dimension| whole.dimension.as_deref() == Some(dimension));
            let is_one = units().all(|part| part.value == last.value);
            return (is_one && !is_left_to_others).then(|| Self {
                symbol: Some(whole.symbol.clone()),
                dimension: whole.dimension.clone(),
                unit: Some(whole),
                factor: 1.0,
                home: None,
                elsewhere: elsewhere(last),
                is_customary: is_customary(last),
            });
        }
        // A name or a code behind the number is more precise than the sign before it.
        let currency = parts.all().iter().rfind(|part| {
            (part.name.starts_with("currency") || part.name == "age-unit") && !ASIDE.contains(&part.scope)
        });
        let symbol = currency.and_then(|part| part.value).or(action.constant("unit"));
        let is_money = currency.is_some_and(|part| part.name.starts_with("currency"));
        let dimension = action.constant("dimension").or(is_money.then_some("money"));
        Some(Self {
            symbol: symbol.map(str::to_owned),
            dimension: dimension.map(str::to_owned),
            unit: None,
            factor: currency.and_then(|part| part.attribute("factor")?.parse().ok()).unwrap_or(1.0),
            home: currency.and_then(|part| part.attribute("country")).map(str::to_owned),
            elsewhere: currency.map(elsewhere).unwrap_or_default(),
            is_customary: None,
        })
    }
}

/// The unit that a part of the table of units stands for.
fn unit(part: &Part<'_>) -> Option<Unit> {
    Some(Unit {
        symbol: part.value?.to_owned(),
        dimension: part.attribute("dimension").map(str::to_owned),
        factor: part.attribute("factor").and_then(|cell| cell.parse().ok()),
        offset: part.attribute("offset").and_then(|cell| cell.parse().ok()).unwrap_or(0.0),
    })
}

/// What the form means in other countries: a cell of `country:symbol`, `country:symbol:factor` or
/// `country:symbol:factor:dimension`, spaces between.
fn elsewhere(part: &Part<'_>) -> Vec<Local> {
    let local = |cell: &str| {
        let mut fields = cell.split(':').map(str::to_owned);
        let (country, symbol) = (fields.next()?, fields.next()?);
        let factor = fields.next().and_then(|factor| factor.parse().ok());
        Some(Local { country, symbol, factor, dimension: fields.next() })
    };
    part.attribute("elsewhere").unwrap_or_default().split(' ').filter_map(local).collect()
}

/// Which sort of system the unit's row names.
fn is_customary(part: &Part<'_>) -> Option<bool> {
    match part.attribute("system")? {
        "us" | "imperial" => Some(true),
        "metric" => Some(false),
        _ => None,
    }
}

/// Whether the number is one figure of up to three digits, a point and three digits.
fn may_be_grouped(parts: &Parts<'_>) -> bool {
    let mut figures = parts.all().iter().filter(|part| part.number.is_some() && !ASIDE.contains(&part.scope));
    let is_groups = |part: &Part<'_>| {
        let groups = part.text.split_once('.');
        groups.is_some_and(|(head, tail)| head.len() <= 3 && tail.len() == 3 && !head.starts_with('0'))
    };
    figures.next().is_some_and(is_groups) && figures.all(is_groups)
}

/// The first bound that says more than equality, before the number or behind it.
fn bound(action: &Action, parts: &Parts<'_>) -> Bound {
    let signs =
        parts.all().iter().filter(|part| part.name == "bound" || part.name == "after").filter_map(|part| part.value);
    let mut bounds = signs.chain(action.constant("bound")).filter_map(Bound::of_sign);
    bounds.find(|&bound| bound != Bound::Equal).unwrap_or_default()
}

/// The ends of a range; a magnitude behind the upper one holds for both (`2 to 3 million`) unless that turns them round.
fn ends(parts: &Parts<'_>) -> Option<(f64, f64)> {
    let (mut low, high) = (pieces(parts, "low")?, pieces(parts, "high")?);
    let plain = compose(&low)?;
    let top = compose(&high)?;
    let is_scale = |piece: &&Piece| matches!(piece, Piece::Scale(_));
    if !low.iter().any(|piece| is_scale(&piece)) {
        low.extend(high.iter().filter(is_scale));
    }
    let scaled = compose(&low).filter(|&low| low < top).unwrap_or(plain);
    Some((scaled, top))
}

/// The pieces of the number under this label.
fn pieces(parts: &Parts<'_>, label: &str) -> Option<Vec<Piece>> {
    let inside = parts.all().iter().filter(|part| part.scope == label);
    inside.map(|part| piece(parts, part)).collect()
}

fn piece(parts: &Parts<'_>, part: &Part<'_>) -> Option<Piece> {
    let value = part.value.and_then(|value| value.parse().ok());
    Some(match (part.name, part.attribute("kind")) {
        ("extra", _) => Piece::Extra(extra(parts)?),
        ("scanned", _) => Piece::Figure(mended(part.text)?),
        ("nought-letter", _) => Piece::Noughts(part.text.chars().count() as f64),
        ("decimals", _) => Piece::Extra(decimals(part.text)?),
        ("power" | "exponent", _) => Piece::Power(exponent(part.text)?),
        ("group" | "last-group", _) => Piece::Group(part.number?),
        ("noughts", _) => Piece::Group(0.0),
        (_, Some("numeral")) => Piece::Numeral(value?),
        (_, Some("scale")) => Piece::Scale(value?),
        (_, Some("fraction")) => Piece::Fraction(value?),
        _ => match part.number {
            Some(_) if is_code(part.text) => return None,
            Some(number) => Piece::Figure(number),
            None => Piece::Numeral(value?),
        },
    })
}

/// What is added to a whole number: the half of `2½`, `2 1/2` and `two and a half`.
fn extra(parts: &Parts<'_>) -> Option<f64> {
    let number = |name| parts.get("extra", name).and_then(|part| part.number);
    match (number("over"), number("under")) {
        (Some(over), Some(under)) => (over < under).then(|| over / under),
        _ => compose(&pieces(parts, "extra")?),
    }
}

/// A figure with the digits that a scanner has taken for letters.
fn mended(figure: &str) -> Option<f64> {
    figure.replace('l', "1").replace('O', "0").parse().ok()
}

/// What stands behind a decimal comma.
fn decimals(digits: &str) -> Option<f64> {
    format!("0.{digits}").parse().ok()
}

/// The digits of an exponent with their sign: `-3`, `e6`.
fn exponent(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|sign| sign.is_ascii_digit() || *sign == '-').collect();
    digits.parse().ok()
}

/// Whether a figure's leading nought shows that it counts nothing: `007`, `0419`.
fn is_code(figure: &str) -> bool {
    figure.len() > 1 && figure.starts_with('0') && figure.bytes().all(|byte| byte.is_ascii_digit())
}

fn named<'p, 't>(parts: &'p Parts<'t>, name: &str) -> Option<&'p Part<'t>> {
    parts.all().iter().find(|part| part.name == name)
}

/// A phrase on one line.
fn phrase(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
