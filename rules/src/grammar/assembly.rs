//! Knowledge while it is put together: names defined, lexicons gathered, rules spelled out.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::ast::{ClassExpression, File, Filter, LexiconSource, Name, Node, Rule, Span, Statement};
use super::atoms::{Atoms, LEXICON_ATOMS};
use super::automaton::{Automaton, Layout, MOST_POSITIONS};
use super::body::Body;
use super::error::GrammarError;
use super::knowledge::{Files, Knowledge, Sources};
use super::needed::needed;
use super::rules::{RuleInfo, RuleSet};
use super::spell::{Scope, SpellError, spell};
use crate::lexicon::{Atom, Compiler, Form, Lexicon, LexiconName, Table};
use crate::text::Conventions;

/// The rules over tokens and those over mentions, spelled out.
pub(super) type Spelled = [Vec<(Layout, Automaton)>; 2];

/// Knowledge while it is put together.
pub(super) struct Assembly {
    texts: HashMap<String, String>,
    atoms: Atoms,
    fragments: HashMap<String, Node>,
    /// The file in which each name was defined, while files that belong together are defined.
    defined: HashMap<String, String>,
}

impl Assembly {
    pub(super) fn new(files: &[File], texts: &BTreeMap<String, String>) -> Self {
        let mut conventions = Conventions::default();
        for statement in files.iter().flat_map(|file| &file.statements) {
            match statement {
                Statement::OrdinalSuffix(list) => conventions.ordinal_suffixes.extend(list.clone()),
                Statement::Clitic(list) => conventions.clitics.extend(list.clone()),
                Statement::Misread(read, meant) => {
                    conventions.misreadings.extend(meant.iter().map(|meant| (read.clone(), meant.clone())));
                }
                _ => {}
            }
        }
        Self {
            texts: texts.clone().into_iter().collect(),
            atoms: Atoms::new(conventions),
            fragments: HashMap::new(),
            defined: HashMap::new(),
        }
    }

    fn fault(&self, file: &File, span: &Span, message: impl Into<String>, help: impl Into<String>) -> GrammarError {
        let text = self.texts.get(&file.name).map_or("", String::as_str);
        GrammarError::new(&file.name, text, span.clone(), message, help)
    }

    /// Makes the atoms and fragments of `files`, in an order that depends on nothing else.
    pub(super) fn define(&mut self, files: &[File], with_examples: bool) -> Result<(), GrammarError> {
        for statement in files.iter().flat_map(|file| &file.statements) {
            match statement {
                Statement::Lexicon(name, _) => {
                    self.atoms.define(&name.text, LEXICON_ATOMS);
                }
                Statement::Number(name, range) => self.atoms.define_number(&name.text, range.clone(), false),
                Statement::Ordinal(name, range) => self.atoms.define_number(&name.text, range.clone(), true),
                Statement::Shape(name, patterns) => self.atoms.define_shape(&name.text, patterns),
                Statement::Suffix(name, suffixes) => self.atoms.define_suffix(&name.text, suffixes),
                Statement::Class(_, class) => self.class_literals(class),
                Statement::Fragment(name, node) => {
                    self.body_atoms(node);
                    self.fragments.insert(name.text.clone(), node.clone());
                }
                Statement::Rule(rule) => self.body_atoms(&rule.body),
                Statement::OrdinalSuffix(_) | Statement::Clitic(_) | Statement::Misread(..) => {}
            }
        }
        self.defined.clear();
        for file in files {
            for statement in &file.statements {
                self.check_once(file, statement)?;
                if let Statement::Rule(rule) = statement
                    && with_examples
                    && !rule.examples.iter().any(|example| example.positive)
                {
                    let message = format!("the rule {} has no example", rule.name.text);
                    let help = "add a line such as: yes \"a text that it matches\"  its value";
                    return Err(self.fault(file, &rule.name.span, message, help));
                }
            }
        }
        self.define_classes(files)
    }

    /// A name means one thing in all files that are compiled together.
    fn check_once(&mut self, file: &File, statement: &Statement) -> Result<(), GrammarError> {
        let name = match statement {
            Statement::Lexicon(name, _)
            | Statement::Number(name, _)
            | Statement::Ordinal(name, _)
            | Statement::Shape(name, _)
            | Statement::Suffix(name, _)
            | Statement::Class(name, _)
            | Statement::Fragment(name, _) => name,
            Statement::Rule(rule) => &rule.name,
            Statement::OrdinalSuffix(_) | Statement::Clitic(_) | Statement::Misread(..) => return Ok(()),
        };
        // Rules have names of their own: a rule may be called as the lexicon that it is about.
        let key = match statement {
            Statement::Rule(_) => format!("rule {}", name.text),
            _ => name.text.clone(),
        };
        match self.defined.insert(key, file.name.clone()) {
            None => Ok(()),
            Some(before) => {
                let message = format!("{} is defined in {before} already", name.text);
                Err(self.fault(file, &name.span, message, "give it another name, or use the one that is there"))
            }
        }
    }

    /// Classes may name each other in any order, but not in a circle.
    fn define_classes(&mut self, files: &[File]) -> Result<(), GrammarError> {
        let mut waiting: Vec<(&File, &Name, &ClassExpression)> = Vec::new();
        for file in files {
            waiting.extend(file.statements.iter().filter_map(|statement| match statement {
                Statement::Class(name, class) => Some((file, name, class)),
                _ => None,
            }));
        }
        while !waiting.is_empty() {
            let mut stuck = Vec::new();
            let before = waiting.len();
            let mut unknown = None;
            for (file, name, class) in waiting {
                match self.atoms.class(class) {
                    Ok(resolved) => self.atoms.define_class(&name.text, resolved),
                    Err(missing) => {
                        unknown.get_or_insert((file, missing));
                        stuck.push((file, name, class));
                    }
                }
            }
            if let Some((file, missing)) = unknown
                && stuck.len() == before
            {
                return Err(self.unknown(file, &missing));
            }
            waiting = stuck;
        }
        Ok(())
    }

    fn unknown(&self, file: &File, name: &Name) -> GrammarError {
        let mut near: Vec<_> = self
            .atoms
            .names()
            .map(|(known, _)| known)
            .chain(self.fragments.keys().map(String::as_str))
            .filter(|known| !known.starts_with('"'))
            .map(|known| (distance(known, &name.text), known))
            .filter(|(distance, _)| *distance <= 2)
            .collect();
        near.sort_unstable();
        let help = match near.first() {
            Some((_, known)) => format!("is {known} meant?"),
            None => "define it with lexicon, number, ordinal, shape, suffix, class or fragment".to_owned(),
        };
        self.fault(file, &name.span, format!("nothing is called {}", name.text), help)
    }

    fn class_literals(&mut self, class: &ClassExpression) {
        match class {
            ClassExpression::Atom(_) => {}
            ClassExpression::Literal(text, _) => self.literal(text),
            ClassExpression::All(list) | ClassExpression::Any(list) => list.iter().for_each(|c| self.class_literals(c)),
            ClassExpression::Not(class) => self.class_literals(class),
        }
    }

    fn literal(&mut self, text: &str) {
        for (word, case) in self.atoms.literal_words(text) {
            self.atoms.literal(&word, case);
        }
    }

    fn body_atoms(&mut self, node: &Node) {
        match node {
            Node::Literal(text, _) => self.literal(text),
            Node::Atom(name) if name.text.starts_with('@') => {
                self.atoms.define(&name.text, LEXICON_ATOMS);
            }
            Node::Atom(_) => {}
            Node::Sequence(nodes) | Node::Alternatives(nodes) => nodes.iter().for_each(|node| self.body_atoms(node)),
            Node::Repeat(node, ..) | Node::Label(_, node) | Node::Mention(node, _) | Node::Glued(node) => {
                self.body_atoms(node);
            }
        }
    }

    /// Compiles the words of `files` with the atoms of everything defined so far.
    pub(super) fn lexicon(&self, files: &[File], sources: &Sources, is_base: bool) -> Result<Lexicon, GrammarError> {
        let mut compiler = Compiler::default();
        let mut tables: HashMap<String, (usize, Table, Vec<u32>)> = HashMap::new();
        for file in files {
            for statement in &file.statements {
                let Statement::Lexicon(name, source) = statement else {
                    continue;
                };
                let atom = self.atoms.get(&name.text).expect("lexicons are defined");
                match source {
                    LexiconSource::Table { file: table, filter } => {
                        if !tables.contains_key(&table.text) {
                            let read = self.read_table(file, table, sources)?;
                            let index = compiler.table(read.columns.clone());
                            let rows = read.rows.iter().map(|row| compiler.row(read.stored(row))).collect();
                            tables.insert(table.text.clone(), (index, read, rows));
                        }
                        let (index, read, rows) = &tables[&table.text];
                        let lexicon = LexiconName { name: name.text.clone(), table: *index, atom, phrases: false };
                        let lexicon = compiler.lexicon(lexicon);
                        self.table_forms(file, name, lexicon, read, rows, filter.as_ref(), &mut compiler)?;
                    }
                    LexiconSource::Inline(entries) => {
                        let index = compiler.table(vec!["form".to_owned(), "value".to_owned()]);
                        let lexicon = LexiconName { name: name.text.clone(), table: index, atom, phrases: false };
                        let lexicon = compiler.lexicon(lexicon);
                        for (forms, value) in entries {
                            let row = compiler.row(format!("{}\t{}", forms.join("|"), value.as_deref().unwrap_or("")));
                            for form in forms {
                                compiler.form(lexicon, &Form::new(form, self.atoms.conventions()), row);
                            }
                        }
                    }
                }
            }
        }
        for (word, case, atom) in self.literals() {
            compiler.atom(&word, case, atom);
        }
        if is_base {
            compiler.for_each_word(|word| {
                let mut atoms: Vec<Atom> = Vec::new();
                self.atoms.add_from_bits(0, 0, self.atoms.suffix_bits(word), &mut atoms);
                atoms
            });
        }
        Ok(compiler.finish())
    }

    /// Every literal with its atom.
    fn literals(&self) -> Vec<(String, crate::lexicon::Case, Atom)> {
        use crate::lexicon::Case;
        let mut literals: Vec<_> = self
            .atoms
            .names()
            .filter_map(|(name, atom)| {
                let name = name.strip_prefix('"')?;
                let case = [Case::Any, Case::Capital, Case::Upper]
                    .into_iter()
                    .find(|c| name.starts_with((b'0' + *c as u8) as char))?;
                Some((name[1..].to_owned(), case, atom))
            })
            .collect();
        literals.sort();
        literals
    }

    fn read_table(&self, file: &File, table: &Name, sources: &Sources) -> Result<Table, GrammarError> {
        let Some(text) = sources.tables.get(&table.text) else {
            let message = format!("there is no table {}", table.text);
            return Err(self.fault(file, &table.span, message, "put the table into the same folder as the grammar"));
        };
        Table::parse(&table.text, text)
    }

    #[allow(clippy::too_many_arguments)]
    fn table_forms(
        &self,
        file: &File,
        name: &Name,
        lexicon: u32,
        table: &Table,
        rows: &[u32],
        filter: Option<&Filter>,
        compiler: &mut Compiler,
    ) -> Result<(), GrammarError> {
        let column = match filter {
            None => None,
            Some(filter) => Some(table.column(&filter.column.text).ok_or_else(|| {
                let message = format!("{} has no column {}", table.name, filter.column.text);
                self.fault(file, &filter.column.span, message, format!("its columns are {}", table.columns.join(", ")))
            })?),
        };
        let mut count = 0;
        for (cells, &row) in table.rows.iter().zip(rows) {
            if let (Some(column), Some(filter)) = (column, filter) {
                let cell = cells.get(column).map_or("", String::as_str);
                let fits = if filter.contains { cell.contains(&filter.value) } else { cell == filter.value };
                if !fits {
                    continue;
                }
            }
            count += 1;
            for form in cells[0].split('|') {
                compiler.form(lexicon, &Form::new(form, self.atoms.conventions()), row);
            }
        }
        if count == 0 {
            let message = format!("the lexicon {} is empty, so what needs it can never match", name.text);
            return Err(self.fault(file, &name.span, message, format!("look at the rows of {}", table.name)));
        }
        Ok(())
    }

    /// Spells out the rules that count.
    pub(super) fn spelled(&self, files: &[File], lexicons: &[Lexicon]) -> Result<Spelled, GrammarError> {
        if self.atoms.has_too_many() {
            let help = "merge some of them";
            let message = format!("more than {} number, shape or suffix atoms", Atoms::MOST_TESTED);
            return Err(GrammarError::new("grammars", "", 0..0, message, help));
        }
        let with_phrases: HashSet<String> =
            lexicons.iter().flat_map(|l| &l.names.lexicons).filter(|l| l.phrases).map(|l| l.name.clone()).collect();
        let has_phrases = |name: &str| name.starts_with('@') || with_phrases.contains(name);
        let scope = Scope { atoms: &self.atoms, fragments: &self.fragments, has_phrases: &has_phrases };
        let mut spelled = Spelled::default();
        for (file, rule) in rules_that_count(files) {
            let rule = spell(&rule.body, &scope).map_err(|error| self.spell_fault(file, rule, error))?;
            spelled[usize::from(file.over_mentions)].push(rule);
        }
        spelled.iter_mut().for_each(|rules| self.find_needed(rules));
        Ok(spelled)
    }

    /// Finds what rules cannot match without. A word is the more common the more rules have it.
    fn find_needed(&self, rules: &mut [(Layout, Automaton)]) {
        let mut counts = vec![0; self.atoms.count()];
        rules.iter().flat_map(|(layout, _)| &layout.positions).for_each(|it| counts[it.atom as usize] += 1);
        let commonness = |atom: Atom| (self.atoms.is_common(atom), self.atoms.is_class(atom), counts[atom as usize]);
        for (layout, automaton) in rules {
            automaton.needed = needed(layout, automaton, commonness);
        }
    }

    pub(super) fn into_knowledge(
        self,
        files: Vec<File>,
        lexicons: Vec<Lexicon>,
        spelled: Spelled,
    ) -> Result<Knowledge, GrammarError> {
        let mut sets = [Vec::new(), Vec::new()];
        let mut spelled = spelled.map(Vec::into_iter);
        for (file, rule) in rules_that_count(&files) {
            let set = usize::from(file.over_mentions);
            let Some((layout, automaton)) = spelled[set].next() else {
                return Err(self.fault(file, &rule.name.span, "the rule was not compiled", "build anew"));
            };
            let info = RuleInfo {
                name: rule.name.text.clone(),
                file: file.name.clone(),
                kinds: rule.kinds.iter().map(|kind| kind.text.clone()).collect(),
                weight: rule.weight,
                action: rule.action.clone(),
                at: rule.at,
            };
            sets[set].push((info, Body::new(layout, automaton)));
        }
        let [over_tokens, over_mentions] = sets.map(|rules| RuleSet::new(self.atoms.count(), rules));
        let files = Files::Read(files);
        Ok(Knowledge { files, texts: self.texts, atoms: self.atoms, lexicons, over_tokens, over_mentions })
    }

    fn spell_fault(&self, file: &File, rule: &Rule, error: SpellError) -> GrammarError {
        let rule_name = &rule.name.text;
        match error {
            SpellError::Unknown(name) => self.unknown(file, &name),
            SpellError::Recursive(name) => {
                let message = format!("the fragment {} contains itself", name.text);
                self.fault(
                    file,
                    &rule.name.span,
                    message,
                    "a rule is a regular expression; write the repetition as {1,4}",
                )
            }
            SpellError::TooLong => {
                let message = format!("the rule {rule_name} spells out to more than {MOST_POSITIONS} words");
                self.fault(file, &rule.name.span, message, "make its repetitions shorter, or split it into two rules")
            }
            SpellError::Empty => {
                let message = format!("the rule {rule_name} matches the empty text");
                self.fault(file, &rule.name.span, message, "at least one of its parts must not be optional")
            }
            SpellError::NestedMention(span) => {
                self.fault(file, &span, "a mention stands inside a mention", "one pair of brackets bounds the mention")
            }
            SpellError::NoToken(span) => {
                self.fault(file, &span, "this text is empty, so the rule can never match", "write the words to match")
            }
        }
    }
}

/// The edit distance of two names, for the suggestion of the one meant.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let cost = if x == y { diagonal } else { 1 + diagonal.min(row[j]).min(row[j + 1]) };
            diagonal = std::mem::replace(&mut row[j + 1], cost);
        }
    }
    row[b.len()]
}

/// The rules with their files, in order; of rules with one name only those of the last file that has it.
pub(super) fn rules_that_count(files: &[File]) -> impl Iterator<Item = (&File, &Rule)> {
    let mut last: HashMap<&str, usize> = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        last.extend(rules(file).map(|rule| (rule.name.text.as_str(), at)));
    }
    let of_file = move |(at, file)| {
        let counts = |rule: &&Rule| last.get(rule.name.text.as_str()) == Some(&at);
        rules(file).filter(counts).map(|rule| (file, rule)).collect::<Vec<_>>()
    };
    files.iter().enumerate().flat_map(of_file)
}

fn rules(file: &File) -> impl Iterator<Item = &Rule> {
    file.statements.iter().filter_map(|statement| if let Statement::Rule(rule) = statement { Some(rule) } else { None })
}
