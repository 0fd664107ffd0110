//! `explain`: a text with its mentions marked under it, the rules that fired, and the candidates that lost.

mod marks;
mod values;

use std::fmt::Write;
use std::io::{self, Read};

use anstyle::{AnsiColor, Style};

use crate::Bulletin;
use crate::explain::{Fate, Weighed};
use crate::record::{Evidence, Kind, OffsetUnit};

use super::arguments::Explain;
use super::{Failure, Outcome};
use values::Found;

/// How much is shown of what lost, of each candidate's evidence and rules, and of what was too weak, unless all is asked for.
const LOSERS: usize = 3;
const REASONS: usize = 5;
const RULES: usize = 3;
const WEAK: usize = 6;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

pub(super) fn run(arguments: &Explain) -> miette::Result<Outcome> {
    let extractor = arguments.engine.builder().offsets(OffsetUnit::Byte).build()?;
    let mut bulletin = Bulletin::new("text", text(arguments)?);
    if let Some(day) = arguments.date {
        bulletin = bulletin.published_on(day);
    }
    let found = values::of(&extractor.extract(&bulletin));
    let all = extractor.weigh(&bulletin.text);
    let report = Report { text: &bulletin.text, all: &all, found: &found, in_full: arguments.all };
    // Colours go where they can be seen: to a terminal, unless NO_COLOR is set.
    io::Write::write_all(&mut anstream::stdout(), report.write().as_bytes()).map_err(Failure::Output)?;
    Ok(Outcome::Done)
}

/// The text that was given, or what comes in.
fn text(arguments: &Explain) -> Result<String, Failure> {
    let mut text = String::new();
    match arguments.text.as_deref() {
        Some(given) if given != "-" => text.push_str(given),
        _ => {
            let read = io::stdin().read_to_string(&mut text);
            read.map_err(|error| Failure::file("standard input".as_ref(), error))?;
        }
    }
    Ok(text.trim_end().to_owned())
}

/// The colour of a kind.
fn colour(kind: Kind) -> Style {
    let colour = match kind {
        Kind::Date => AnsiColor::Yellow,
        Kind::Person => AnsiColor::Green,
        Kind::Organisation => AnsiColor::Magenta,
        Kind::Place => AnsiColor::Cyan,
        Kind::Quantity => AnsiColor::Red,
    };
    Style::new().fg_color(Some(colour.into()))
}

/// Everything that is shown of one text.
struct Report<'t> {
    text: &'t str,
    all: &'t [Weighed],
    found: &'t [Found],
    in_full: bool,
}

impl Report<'_> {
    fn write(&self) -> String {
        let mut out = String::new();
        let mentions: Vec<_> = self.found.iter().map(|found| (found.bytes.clone(), found.kind)).collect();
        marks::write(self.text, &mentions, &mut out);
        for (number, found) in (1..).zip(self.found) {
            self.mention(number, found, &mut out);
        }
        for (at, taken) in self.all.iter().enumerate().filter(|(_, it)| it.fate == Fate::Chosen && it.kind.is_none()) {
            let _ = writeln!(out, "\n{BOLD}  no mention{BOLD:#}  {}", self.quoted(taken));
            self.rules(taken, &mut out);
            self.losers(at, &mut out);
        }
        self.weak(&mut out);
        out
    }

    /// A mention: what it was read as, what spoke for it, and whom it beat.
    fn mention(&self, number: usize, found: &Found, out: &mut String) {
        let style = colour(found.kind);
        let bold = style.bold();
        let words = marks::plain(&self.text[found.bytes.clone()]);
        let _ = writeln!(out, "\n{bold}{number:>3} {}{bold:#}  {BOLD}{words}{BOLD:#}", found.kind);
        let _ = writeln!(out, "    {:9}{}", "value", found.value);
        for inner in &found.holds {
            let _ = writeln!(out, "    {:9}{inner}", "holds");
        }
        let is_it = |it: &&Weighed| it.kind == Some(found.kind) && it.bytes == found.bytes && it.fate == Fate::Chosen;
        let Some(at) = self.all.iter().position(|it| is_it(&it)) else { return };
        let winner = &self.all[at];
        self.rules(winner, out);
        let _ = writeln!(
            out,
            "    {:9}{:.1}, {:.0} % sure: {}",
            "evidence",
            winner.score,
            winner.confidence * 100.0,
            self.evidence(winner)
        );
        self.losers(at, out);
    }

    /// The candidates that lost to this one before all, the strongest first.
    fn losers(&self, winner: usize, out: &mut String) {
        let lost = |it: &&Weighed| matches!(&it.fate, Fate::LostTo(to) if to.first() == Some(&winner));
        let mut losers: Vec<&Weighed> = self.all.iter().filter(lost).collect();
        losers.sort_by(|a, b| b.score.total_cmp(&a.score));
        let shown = if self.in_full { losers.len() } else { LOSERS.min(losers.len()) };
        for loser in &losers[..shown] {
            let others = match &loser.fate {
                Fate::LostTo(to) if to.len() > 1 => {
                    let together: f64 = to.iter().map(|at| self.all[*at].score).sum();
                    format!(" with {} more, {together:.1} together", to.len() - 1)
                }
                _ => String::new(),
            };
            let (score, from) = (loser.score, loser.rules.first().map_or("", String::as_str));
            let _ = writeln!(out, "    {:9}{score:.1} {}{others} {DIM}{from}{DIM:#}", "beat", self.named(loser));
            let _ = writeln!(out, "             {}", self.evidence(loser));
        }
        if shown < losers.len() {
            let _ = writeln!(out, "    {DIM}{:9}and {} more (--all){DIM:#}", "", losers.len() - shown);
        }
    }

    /// What was proposed and had too little for it, where no mention stands.
    fn weak(&self, out: &mut String) {
        let mut weak: Vec<&Weighed> = self.all.iter().filter(|it| it.fate == Fate::TooWeak).collect();
        if weak.is_empty() {
            return;
        }
        weak.sort_by(|a, b| b.score.total_cmp(&a.score));
        let shown = if self.in_full { weak.len() } else { WEAK.min(weak.len()) };
        let _ = writeln!(out, "\n{BOLD}    too weak to be a mention{BOLD:#}");
        for candidate in &weak[..shown] {
            let from = candidate.rules.first().map_or("", String::as_str);
            let _ = writeln!(out, "    {:8.1} {} {DIM}{from}{DIM:#}", candidate.score, self.named(candidate));
            let _ = writeln!(out, "             {}", self.evidence(candidate));
        }
        if shown < weak.len() {
            let _ = writeln!(out, "    {DIM}{:9}and {} more (--all){DIM:#}", "", weak.len() - shown);
        }
    }

    fn rules(&self, candidate: &Weighed, out: &mut String) {
        let shown = if self.in_full { candidate.rules.len() } else { RULES.min(candidate.rules.len()) };
        let more = match candidate.rules.len() - shown {
            0 => String::new(),
            more => format!(", {more} more"),
        };
        let _ = writeln!(out, "    {:9}{}{more}", "rules", candidate.rules[..shown].join(", "));
    }

    /// The weightiest reasons, each with its weight.
    fn evidence(&self, candidate: &Weighed) -> String {
        let shown = if self.in_full { candidate.evidence.len() } else { REASONS.min(candidate.evidence.len()) };
        let reason = |it: &Evidence| format!("{:+.1} {}", it.weight, marks::plain(&it.name));
        let mut reasons = candidate.evidence[..shown].iter().map(reason).collect::<Vec<_>>().join(", ");
        match candidate.evidence.len() - shown {
            0 => {}
            more => {
                let rest: f64 = candidate.evidence[shown..].iter().map(|it| it.weight).sum();
                let _ = write!(reasons, ", {rest:+.1} from {more} more");
            }
        }
        reasons
    }

    fn named(&self, candidate: &Weighed) -> String {
        let words = self.quoted(candidate);
        match candidate.kind {
            Some(kind) => {
                let style = colour(kind);
                format!("{style}{kind}{style:#} {words}")
            }
            None => format!("no mention {words}"),
        }
    }

    fn quoted(&self, candidate: &Weighed) -> String {
        format!("“{}”", marks::plain(&self.text[candidate.bytes.clone()]))
    }
}
