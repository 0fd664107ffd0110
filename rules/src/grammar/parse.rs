//! The rule language's syntax, with `nom`.
//!
//! A statement begins at the left margin and takes the indented lines after it. Comments are blanked out first, so that
//! every offset is one of the file.

use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, take_while, take_while1};
use nom::character::complete::{char, digit1, multispace0, multispace1, space0, space1};
use nom::combinator::{cut, map, map_res, opt, recognize, value, verify};
use nom::error::{ContextError, ErrorKind, FromExternalError, ParseError, context};
use nom::multi::{many0, many1, separated_list1};
use nom::sequence::{delimited, pair, preceded, separated_pair, terminated};
use nom::{IResult, Parser};

use super::ast::{
    Action, At, ClassExpression, Example, File, Filter, LexiconSource, Name, Node, NumberRange, Rule, Span, Statement,
};
use super::error::GrammarError;
use super::marks::{Marked, unmark};

/// Reads the grammar file `name` with this text.
pub fn parse(name: &str, text: &str) -> Result<File, GrammarError> {
    let blanked = blank_comments(text);
    let mut file = File { name: name.to_owned(), ..File::default() };
    for range in statements(&blanked) {
        let source = &blanked[range];
        if source.trim() == "layer mentions" {
            file.over_mentions = true;
            continue;
        }
        let parser = Source { whole: &blanked };
        match terminated(|input| parser.statement(input), multispace0).parse(source) {
            Ok(("", statement)) => file.statements.push(statement),
            Ok((rest, _)) => {
                return Err(fault(name, text, parser.at(rest), "the statement should end here"));
            }
            Err(nom::Err::Error(error) | nom::Err::Failure(error)) => {
                let what = format!("expected {}", error.expected.unwrap_or("a statement"));
                return Err(fault(name, text, parser.at(error.rest), &what));
            }
            Err(nom::Err::Incomplete(_)) => unreachable!("the parsers are complete"),
        }
    }
    Ok(file)
}

fn fault(name: &str, text: &str, at: usize, message: &str) -> GrammarError {
    let at = at.min(text.len());
    let end = text[at..].find(char::is_whitespace).map_or(text.len(), |n| at + n.max(1)).min(text.len());
    let help = "statements begin at the left margin with lexicon, number, ordinal, shape, suffix, class, fragment or \
                rule; a rule's body, `=>`, `yes` and `no` lines are indented under it";
    GrammarError::new(name, text, at..end, message, help)
}

/// `text` with every comment turned into spaces.
fn blank_comments(text: &str) -> String {
    let mut blanked = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let comment = comment_start(line).unwrap_or(line.len());
        blanked.push_str(&line[..comment]);
        blanked.extend(line[comment..].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
    }
    blanked
}

/// Where a `#` stands outside quotes and behind white space.
fn comment_start(line: &str) -> Option<usize> {
    let mut quoted = false;
    let mut previous = ' ';
    for (at, c) in line.char_indices() {
        match c {
            '"' if previous != '\\' => quoted = !quoted,
            '#' if !quoted && previous.is_whitespace() => return Some(at),
            _ => {}
        }
        previous = c;
    }
    None
}

/// The stretches of the file that are one statement each.
fn statements(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if !line.trim().is_empty() {
            match ranges.last_mut() {
                Some(range) if line.starts_with([' ', '\t']) => range.end = end,
                _ => ranges.push(at..end),
            }
        }
        at = end;
    }
    ranges
}

/// A parser's error: how far it came and what it wanted there.
#[derive(Debug)]
struct Expected<'s> {
    rest: &'s str,
    expected: Option<&'static str>,
}

impl<'s> ParseError<&'s str> for Expected<'s> {
    fn from_error_kind(rest: &'s str, _: ErrorKind) -> Self {
        Self { rest, expected: None }
    }
    fn append(_: &'s str, _: ErrorKind, other: Self) -> Self {
        other
    }
    fn or(self, other: Self) -> Self {
        if self.rest.len() < other.rest.len() { self } else { other }
    }
}

impl<'s> ContextError<&'s str> for Expected<'s> {
    fn add_context(_: &'s str, what: &'static str, other: Self) -> Self {
        Self { expected: other.expected.or(Some(what)), ..other }
    }
}

impl<'s, E> FromExternalError<&'s str, E> for Expected<'s> {
    fn from_external_error(rest: &'s str, _: ErrorKind, _: E) -> Self {
        Self { rest, expected: None }
    }
}

type Parsed<'s, T> = IResult<&'s str, T, Expected<'s>>;

fn identifier(input: &str) -> Parsed<'_, &str> {
    let head = verify(take_while1(|c: char| c.is_ascii_alphanumeric() || c == '-'), |s: &str| {
        s.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    context("a name", head).parse(input)
}

/// A quoted text, `\"` standing for a quotation mark and `\n` for a line end.
fn quoted(input: &str) -> Parsed<'_, String> {
    let plain = recognize(many0(alt((is_not("\"\\\n"), tag("\\\""), tag("\\")))));
    let body = map(plain, |s: &str| s.replace("\\\"", "\"").replace("\\n", "\n"));
    context("a text in quotation marks", delimited(char('"'), body, char('"'))).parse(input)
}

fn quoted_list(input: &str) -> Parsed<'_, Vec<String>> {
    separated_list1(delimited(multispace0, char('|'), multispace0), quoted).parse(input)
}

fn integer<T: std::str::FromStr>(input: &str) -> Parsed<'_, T> {
    context("a number", map_res(digit1, str::parse)).parse(input)
}

fn keyword<'s>(word: &'static str) -> impl Parser<&'s str, Output = (), Error = Expected<'s>> {
    value((), terminated(verify(identifier, move |s: &str| s == word), multispace0))
}

fn equals(input: &str) -> Parsed<'_, char> {
    context("`=`", delimited(multispace0, char('='), multispace0)).parse(input)
}

fn range<T: std::str::FromStr + Copy>(input: &str) -> Parsed<'_, (T, T)> {
    let single = map(integer, |n| (n, n));
    alt((separated_pair(integer, tag(".."), integer), single)).parse(input)
}

fn number_range(input: &str) -> Parsed<'_, NumberRange> {
    let digits = opt(preceded((space1, keyword("digits")), cut(range)));
    map((range, digits), |(values, digits)| NumberRange { values, digits }).parse(input)
}

/// The whole file, to which all spans refer.
#[derive(Clone, Copy)]
struct Source<'s> {
    whole: &'s str,
}

impl<'s> Source<'s> {
    /// The offset of `rest`, a part of the file.
    fn at(self, rest: &str) -> usize {
        rest.as_ptr() as usize - self.whole.as_ptr() as usize
    }

    fn span(self, from: &str, to: &str) -> Span {
        self.at(from)..self.at(to)
    }

    fn name(self, input: &'s str) -> Parsed<'s, Name> {
        let (rest, text) = identifier(input)?;
        Ok((rest, Name { text: text.to_owned(), span: self.span(input, rest) }))
    }

    fn statement(self, input: &'s str) -> Parsed<'s, Statement> {
        let (rest, word) = terminated(identifier, space1).parse(input)?;
        match word {
            "ordinal-suffix" => map(many1(terminated(quoted, multispace0)), Statement::OrdinalSuffix).parse(rest),
            "clitic" => map(many1(terminated(quoted, multispace0)), Statement::Clitic).parse(rest),
            "misread" => {
                let pair = separated_pair(quoted, equals, quoted_list);
                map(cut(pair), |(read, meant)| Statement::Misread(read, meant)).parse(rest)
            }
            "lexicon" => cut(|i| self.lexicon(i)).parse(rest),
            "number" => {
                let body = separated_pair(|i| self.name(i), equals, number_range);
                map(cut(body), |(name, range)| Statement::Number(name, range)).parse(rest)
            }
            "ordinal" => {
                let body = separated_pair(|i| self.name(i), equals, number_range);
                map(cut(body), |(name, range)| Statement::Ordinal(name, range)).parse(rest)
            }
            "shape" => {
                let body = separated_pair(|i| self.name(i), equals, quoted_list);
                map(cut(body), |(name, shapes)| Statement::Shape(name, shapes)).parse(rest)
            }
            "suffix" => {
                let body = separated_pair(|i| self.name(i), equals, quoted_list);
                map(cut(body), |(name, suffixes)| Statement::Suffix(name, suffixes)).parse(rest)
            }
            "class" => {
                let body = separated_pair(|i| self.name(i), equals, |i| self.class(i));
                map(cut(body), |(name, class)| Statement::Class(name, class)).parse(rest)
            }
            "fragment" => {
                let body = separated_pair(|i| self.name(i), equals, |i| self.alternatives(i));
                map(cut(body), |(name, node)| Statement::Fragment(name, node)).parse(rest)
            }
            "rule" => map(cut(|i| self.rule(i)), Statement::Rule).parse(rest),
            _ => Err(nom::Err::Error(Expected { rest: input, expected: Some("a statement") })),
        }
    }

    fn lexicon(self, input: &'s str) -> Parsed<'s, Statement> {
        let (rest, name) = terminated(|i| self.name(i), space0).parse(input)?;
        let (rest, source) = alt((|i| self.table(i), inline)).parse(rest)?;
        Ok((rest, Statement::Lexicon(name, source)))
    }

    fn table(self, input: &'s str) -> Parsed<'s, LexiconSource> {
        let (rest, file) = quoted(input)?;
        let file = Name { text: file, span: self.span(input, rest) };
        let operator = context("`=` or `~`", alt((char('='), char('~'))));
        let word = alt((quoted, map(take_while1(|c: char| !c.is_whitespace()), str::to_owned)));
        let column = terminated(|i| self.name(i), space0);
        let filter = preceded((space1, keyword("where")), cut((column, terminated(operator, space0), word)));
        let filter = map(filter, |(column, operator, value)| Filter { column, contains: operator == '~', value });
        map(opt(filter), |filter| LexiconSource::Table { file: file.clone(), filter }).parse(rest)
    }

    fn class(self, input: &'s str) -> Parsed<'s, ClassExpression> {
        let bar = delimited(multispace0, char('|'), multispace0);
        map(separated_list1(bar, |i| self.class_all(i)), |mut list| {
            if list.len() == 1 { list.remove(0) } else { ClassExpression::Any(list) }
        })
        .parse(input)
    }

    fn class_all(self, input: &'s str) -> Parsed<'s, ClassExpression> {
        let and = delimited(multispace0, char('&'), multispace0);
        map(separated_list1(and, |i| self.class_unit(i)), |mut list| {
            if list.len() == 1 { list.remove(0) } else { ClassExpression::All(list) }
        })
        .parse(input)
    }

    fn class_unit(self, input: &'s str) -> Parsed<'s, ClassExpression> {
        let not =
            map(preceded((char('!'), multispace0), |i| self.class_unit(i)), |c| ClassExpression::Not(Box::new(c)));
        let group = delimited((char('('), multispace0), |i| self.class(i), (multispace0, char(')')));
        let literal = |i| {
            let (rest, text) = quoted(i)?;
            Ok((rest, ClassExpression::Literal(text, self.span(i, rest))))
        };
        let atom = map(|i| self.name(i), ClassExpression::Atom);
        context("an atom, `!` or `(`", alt((not, group, literal, atom))).parse(input)
    }

    /// `a b | c d`
    fn alternatives(self, input: &'s str) -> Parsed<'s, Node> {
        let bar = delimited(multispace0, char('|'), multispace0);
        map(separated_list1(bar, |i| self.sequence(i)), |mut list| {
            if list.len() == 1 { list.remove(0) } else { Node::Alternatives(list) }
        })
        .parse(input)
    }

    fn sequence(self, input: &'s str) -> Parsed<'s, Node> {
        map(separated_list1(multispace1_or_bracket, |i| self.item(i)), |mut list| {
            if list.len() == 1 { list.remove(0) } else { Node::Sequence(list) }
        })
        .parse(input)
    }

    fn item(self, input: &'s str) -> Parsed<'s, Node> {
        let (rest, node) = self.unit(input)?;
        let bounds = alt((
            value((0, 1), char('?')),
            delimited(
                char('{'),
                cut(alt((separated_pair(integer, (space0, char(','), space0), integer), map(integer, |n| (n, n))))),
                cut(context("`}`", char('}'))),
            ),
        ));
        let (rest, bounds) = opt(bounds).parse(rest)?;
        Ok((
            rest,
            match bounds {
                Some((least, most)) => Node::Repeat(Box::new(node), least, most),
                None => node,
            },
        ))
    }

    fn unit(self, input: &'s str) -> Parsed<'s, Node> {
        let glued = map(preceded(char('~'), cut(|i| self.unit(i))), |node| Node::Glued(Box::new(node)));
        let literal = |i| {
            let (rest, text) = quoted(i)?;
            Ok((rest, Node::Literal(text, self.span(i, rest))))
        };
        let group = delimited(
            (char('('), multispace0),
            cut(|i| self.alternatives(i)),
            cut((multispace0, context("`)`", char(')')))),
        );
        let mention = |i| {
            let (rest, node) = delimited(
                (char('['), multispace0),
                cut(|i| self.alternatives(i)),
                cut((multispace0, context("`]`", char(']')))),
            )
            .parse(i)?;
            Ok((rest, Node::Mention(Box::new(node), self.span(i, rest))))
        };
        let label = map(pair(terminated(|i| self.name(i), char(':')), cut(|i| self.unit(i))), |(name, node)| {
            Node::Label(name, Box::new(node))
        });
        let chosen = |i: &'s str| {
            let (rest, text) = recognize(preceded(char('@'), identifier)).parse(i)?;
            Ok((rest, Node::Atom(Name { text: text.to_owned(), span: self.span(i, rest) })))
        };
        let atom = map(verify(|i| self.name(i), |name: &Name| !self.opens_example(name)), Node::Atom);
        context("a text, an atom, `(` or `[`", alt((glued, literal, group, mention, label, chosen, atom))).parse(input)
    }

    /// `yes "` and `no "` end a body.
    fn opens_example(self, name: &Name) -> bool {
        matches!(name.text.as_str(), "yes" | "no") && self.whole[name.span.end..].trim_start().starts_with('"')
    }

    fn rule(self, input: &'s str) -> Parsed<'s, Rule> {
        let colon = context("`:` and a kind", delimited(multispace0, char(':'), multispace0));
        let comma = delimited(space0, char(','), space0);
        let weight = preceded((space1, keyword("weight")), cut(context("a number", nom::number::complete::float)));
        let at = preceded((space1, keyword("at")), cut(place));
        let (rest, (name, _, kinds, weight, at)) =
            (|i| self.name(i), colon, separated_list1(comma, |i| self.name(i)), opt(weight), opt(at)).parse(input)?;
        let (rest, _) = multispace1(rest)?;
        let (rest, body) = self.alternatives(rest)?;
        let (rest, action) = opt(preceded((multispace0, tag("=>"), space0), cut(action))).parse(rest)?;
        let (rest, examples) = many0(preceded(multispace0, |i| self.example(i))).parse(rest)?;
        let action = action.unwrap_or_default();
        Ok((rest, Rule { name, kinds, weight: weight.unwrap_or(0.0), at, body, action, examples }))
    }

    fn example(self, input: &'s str) -> Parsed<'s, Example> {
        let sort = alt((value(true, tag("yes")), value(false, tag("no"))));
        let (rest, positive) = terminated(sort, space1).parse(input)?;
        let (rest, text) = cut(quoted).parse(rest)?;
        let date = preceded((space1, char('@')), take_while1(|c: char| c.is_ascii_digit() || c == '-'));
        let (rest, anchor) = opt(map(date, str::to_owned)).parse(rest)?;
        let (rest, tail) = take_while(|c| c != '\n')(rest)?;
        let Marked { text, mention, others } = unmark(&text);
        let tail = tail.trim();
        let value = (!tail.is_empty()).then(|| tail.to_owned());
        Ok((rest, Example { positive, text, mention, others, anchor, value, span: self.span(input, rest) }))
    }
}

/// White space between items; none is needed beside brackets.
fn multispace1_or_bracket(input: &str) -> Parsed<'_, ()> {
    let (rest, _) = multispace1(input)?;
    // The list ends where no item follows.
    if rest.is_empty() || rest.starts_with([')', ']', '|', '=']) {
        return Err(nom::Err::Error(Expected { rest, expected: Some("an item") }));
    }
    Ok((rest, ()))
}

fn place(input: &str) -> Parsed<'_, At> {
    context(
        "line-start, line-end, line, sentence-start or word-start",
        alt((
            value(At::LineStart, tag("line-start")),
            value(At::LineEnd, tag("line-end")),
            value(At::Line, tag("line")),
            value(At::SentenceStart, tag("sentence-start")),
            value(At::WordStart, tag("word-start")),
        )),
    )
    .parse(input)
}

fn action(input: &str) -> Parsed<'_, Action> {
    let text = alt((quoted, map(take_while1(|c: char| !c.is_whitespace()), str::to_owned)));
    let constant = separated_pair(map(identifier, str::to_owned), char('='), text);
    map((identifier, many0(preceded(space1, constant))), |(operation, constants)| Action {
        operation: operation.to_owned(),
        constants,
    })
    .parse(input)
}

/// Indented lines of forms with an optional value.
fn inline(input: &str) -> Parsed<'_, LexiconSource> {
    let entry = (quoted_list, opt(preceded(equals, quoted)));
    let entries = many1(preceded(multispace0, entry));
    // `lexicon name = "a" | "b"` on one line is the same.
    map(preceded(opt(terminated(char('='), multispace0)), entries), LexiconSource::Inline).parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_of_the_readme_parses() {
        let text = r#"
# Calendar dates whose month is a word.
lexicon  month   "months.tsv"
lexicon  rank    "titles.tsv" where kind = rank
lexicon  bound
    "more than" | "over" = ">"
    "about"              = "~"
number   day     = 1..31 digits 1..2
class    plain   = Title & !(month | "May")
fragment dated   = weekday? ","? day ("of" | "in the")? month   # with a comment

rule day-month-year : date weight 2 at line-start
    on:("on" "the"?)? [dated ","? ~year{1,2}]
    => date shift=-1
    yes "on the [3rd of May, 1998]" @2001-02-03  1998-05-03
    no  "35 May 2023"
"#;
        let file = parse("dates.grammar", text).expect("it parses");
        assert_eq!(file.statements.len(), 7);
        let Some(Statement::Rule(rule)) = file.statements.last() else { panic!("a rule comes last") };
        assert_eq!(rule.weight, 2.0);
        assert_eq!(rule.at, Some(At::LineStart));
        assert_eq!(rule.action.constant("shift"), Some("-1"));
        assert_eq!(rule.examples.len(), 2);
        assert_eq!(rule.examples[0].mention, Some(7..23));
        assert_eq!(rule.examples[0].value.as_deref(), Some("1998-05-03"));
    }

    #[test]
    fn a_fault_is_pointed_at() {
        for (text, place) in [
            ("number day = x..31\n", "a.grammar:1"),
            ("lexicon m \"m.tsv\"\n\nrule r : date\n    ( day month\n    => date\n", "a.grammar:5"),
            ("rulo r : date\n    day\n", "a.grammar:1"),
        ] {
            let error = parse("a.grammar", text).expect_err("it is faulty");
            assert_eq!(error.place(), place, "{error}");
        }
    }
}
