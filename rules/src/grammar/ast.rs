//! What a grammar file says, as data.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A stretch of bytes of the grammar file.
pub type Span = Range<usize>;

/// A name with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// One grammar file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct File {
    /// The file's name, for messages and for `--explain`.
    pub name: String,
    /// Whether the rules run over tokens, or over tokens and chosen mentions (`layer mentions`).
    pub over_mentions: bool,
    /// The statements in order.
    pub statements: Vec<Statement>,
}

/// A statement of a grammar file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Statement {
    /// `ordinal-suffix "st" "nd"`
    OrdinalSuffix(Vec<String>),
    /// `clitic "'s"`
    Clitic(Vec<String>),
    /// `misread "1" = "l" | "i"`: what a scanner gives, and what may be meant
    Misread(String, Vec<String>),
    /// `lexicon NAME …`
    Lexicon(Name, LexiconSource),
    /// `number NAME = 1..31 digits 1..2`
    Number(Name, NumberRange),
    /// `ordinal NAME = 1..31`
    Ordinal(Name, NumberRange),
    /// `shape NAME = "9{1,2}.99" | …`
    Shape(Name, Vec<String>),
    /// `suffix NAME = "ies" | …`
    Suffix(Name, Vec<String>),
    /// `class NAME = Title & !month`
    Class(Name, ClassExpression),
    /// `fragment NAME = body`
    Fragment(Name, Node),
    /// `rule NAME : kind …`
    Rule(Rule),
}

/// Where a lexicon's words come from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum LexiconSource {
    /// Rows of a table.
    Table {
        /// The file's name.
        file: Name,
        /// Which rows; all of them if none.
        filter: Option<Filter>,
    },
    /// Forms and their value, in the grammar itself.
    Inline(Vec<(Vec<String>, Option<String>)>),
}

/// `where COLUMN = VALUE` or `where COLUMN ~ LETTER`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Filter {
    /// The column's name.
    pub column: Name,
    /// Whether the cell must contain the value rather than equal it.
    pub contains: bool,
    /// What the cell must be or contain.
    pub value: String,
}

/// A range of numbers with a range of digits, both inclusive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NumberRange {
    /// The least and the greatest value.
    pub values: (u64, u64),
    /// The least and the greatest number of digits, if they matter.
    pub digits: Option<(usize, usize)>,
}

/// A boolean expression over what one token is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ClassExpression {
    /// The token has the atom.
    Atom(Name),
    /// The token is this word.
    Literal(String, Span),
    /// All hold.
    All(Vec<ClassExpression>),
    /// One holds.
    Any(Vec<ClassExpression>),
    /// It does not hold.
    Not(Box<ClassExpression>),
}

/// A part of a rule's body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Node {
    /// `"words"`
    Literal(String, Span),
    /// The name of an atom, a lexicon, a class or a fragment; `@kind` for a chosen mention.
    Atom(Name),
    /// One after the other.
    Sequence(Vec<Node>),
    /// One of them.
    Alternatives(Vec<Node>),
    /// `node{least,most}`; `?` is `{0,1}`.
    Repeat(Box<Node>, usize, usize),
    /// `label:node`
    Label(Name, Box<Node>),
    /// `[ node ]`: the mention.
    Mention(Box<Node>, Span),
    /// `~node`: no white space before it.
    Glued(Box<Node>),
}

/// Where a match must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum At {
    /// It begins a line, paragraph or page.
    LineStart,
    /// A line, paragraph or page ends behind it.
    LineEnd,
    /// Both.
    Line,
    /// It begins a sentence.
    SentenceStart,
    /// It begins a word: white space, punctuation or nothing stands before it.
    WordStart,
}

/// `rule NAME : kind weight N at PLACE … => ACTION`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// The rule's name.
    pub name: Name,
    /// The kinds of mention that it proposes.
    pub kinds: Vec<Name>,
    /// What it adds to its candidates' score.
    pub weight: f32,
    /// Where its matches must stand.
    pub at: Option<At>,
    /// What it matches.
    pub body: Node,
    /// What its normaliser is told.
    pub action: Action,
    /// What it must match, and must not.
    pub examples: Vec<Example>,
}

/// `=> operation key=value …`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What the normaliser is to do with the parts; empty if the rule has no action.
    pub operation: String,
    /// Constants for it.
    pub constants: Vec<(String, String)>,
}

impl Action {
    /// The constant of this name.
    pub fn constant(&self, name: &str) -> Option<&str> {
        self.constants.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// `yes "text" @DATE value` or `no "text"`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    /// Whether the rule must match.
    pub positive: bool,
    /// The text, without the brackets.
    pub text: String,
    /// The bytes of `text` that the mention must cover, where the example has brackets.
    pub mention: Option<Range<usize>>,
    /// Other mentions that the example marks, `{place Kyoto}`: their kind and bytes of `text`, in order.
    pub others: Vec<(String, Range<usize>)>,
    /// The publication date to read it by.
    pub anchor: Option<String>,
    /// The value that the match must have, as its normaliser prints it.
    pub value: Option<String>,
    /// Where the example stands.
    pub span: Span,
}
