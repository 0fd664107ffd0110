//! The rule language from the text of a grammar to the parts of a match.

use bulletin_rules::grammar::{Knowledge, Memory, Sources};

const GRAMMAR: &str = r#"
ordinal-suffix "st" "nd" "rd" "th"
clitic "'s" "'"

lexicon month "months.tsv"
lexicon office "words.tsv" where kind = office
lexicon bound
    "more than" | "over" = ">"
    "about" = "~"
number  day  = 1..31 digits 1..2
number  year = 1000..2100 digits 4
ordinal nth  = 1..31
suffix  plural = "s" | "ies"
class   name-word = (Title | Mixed) & !month
fragment dated = (day | nth) "of"? month

rule day-month-year : date weight 2
    dated ","? year
    => date calendar=gregorian
    yes "3 May 1998" 1998-05-03

rule between : date
    "from" [ from:(day | nth) "to" to:(day | nth) month ]
    => range
    yes "from [3 to 5 May]" x

rule count : quantity
    bound? [ number ] of:(lower{0,2} plural)
    => count
    yes "more than [5] small cats" x

rule glued : quantity
    [ number ~"kg" ]
    yes "[5kg]" x

rule titled : person
    office [ name-word{1,3} ]
    yes "Secretary General [Ann Other]"
"#;

fn knowledge() -> Knowledge {
    let months = "form\tvalue\nMay\t5\nSeptember|Sept\t9\n";
    let words = "form\tkind\nSecretary General\toffice\nMinister\toffice\nlady\tother\n";
    let sources = Sources {
        grammars: [("a.grammar".to_owned(), GRAMMAR.to_owned())].into(),
        tables: [("months.tsv".to_owned(), months.to_owned()), ("words.tsv".to_owned(), words.to_owned())].into(),
    };
    let compiled = Knowledge::compile(&sources).unwrap_or_else(|e| panic!("{} {e}", e.place()));
    // What is stored must read the same.
    let (grammars, lexicon) = compiled.store().expect("it can be stored");
    let lexicon: &'static [u8] = aligned(&lexicon);
    Knowledge::load(grammars.leak(), lexicon).expect("it loads")
}

fn aligned(bytes: &[u8]) -> &'static [u8] {
    let mut words = vec![0u64; bytes.len().div_ceil(8)];
    bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
    let words: &'static [u64] = words.leak();
    &bytemuck::cast_slice(words)[..bytes.len()]
}

/// `rule: mention {scope.name=value …}` for every match and mention.
fn read(text: &str) -> Vec<String> {
    let knowledge = knowledge();
    let mut memory = Memory::default();
    let reading = knowledge.read(text, &mut memory);
    let mut out = Vec::new();
    for found in reading.matches() {
        reading.mentions(found, |mention| {
            let parts = reading.with_parts(found, &mention, |_, parts| {
                let parts = parts.all().iter().map(|p| {
                    let value =
                        p.value.map(str::to_owned).or(p.number.map(|n| n.to_string())).unwrap_or(p.text.to_owned());
                    format!("{}.{}={value}", p.scope, p.name)
                });
                parts.collect::<Vec<_>>().join(" ")
            });
            let rule = &knowledge.rules()[found.rule as usize].name;
            out.push(format!("{rule}: {} {{{}}}", reading.slice(mention), parts.unwrap_or_default()));
        });
    }
    out
}

#[test]
fn a_date_and_its_parts() {
    assert_eq!(read("On the 3rd of May, 1998"), ["day-month-year: 3rd of May, 1998 {.nth=3 .month=5 .year=1998}"]);
    assert_eq!(read("It may 1998"), Vec::<String>::new());
    assert_eq!(
        read("from 11 to 15 September"),
        ["between: 11 to 15 September {.from=11 from.day=11 .to=15 to.day=15 .month=9}"]
    );
}

#[test]
fn a_mention_is_bounded_by_its_brackets_and_a_phrase_is_one_item() {
    assert_eq!(
        read("more than 20 stray cats"),
        [
            "count: 20 {.bound=> .number=20 .of=stray cats of.lower=stray of.plural=cats}",
            "count: 20 {.number=20 .of=stray cats of.lower=stray of.plural=cats}",
        ]
    );
    assert_eq!(
        read("Secretary General Jo March-Smith"),
        [
            "titled: Jo {.office=Secretary General .name-word=Jo}",
            "titled: Jo March {.office=Secretary General .name-word=Jo .name-word=March}",
        ]
    );
}

#[test]
fn white_space_may_be_forbidden() {
    assert_eq!(read("5kg"), ["glued: 5kg {.number=5}"]);
    assert_eq!(read("5 kg"), Vec::<String>::new());
}

#[test]
fn a_user_adds_words_and_replaces_rules() {
    let sources = Sources {
        grammars: [(
            "user.grammar".to_owned(),
            "lexicon month\n    \"Ventôse\" = \"3\"\n\nrule titled : person\n    \"Citizen\" [ Title ]\n    yes \"Citizen [Capet]\"\n".to_owned(),
        )]
        .into(),
        ..Sources::default()
    };
    let extended = knowledge().extended(&sources).unwrap_or_else(|e| panic!("{} {e}", e.place()));
    let mut memory = Memory::default();
    let count = |text: &str, memory: &mut Memory| extended.read(text, memory).matches().len();
    assert_eq!(count("4 Ventose 1801", &mut memory), 1);
    assert_eq!(count("4 May 1801", &mut memory), 1);
    assert_eq!(count("Citizen Capet", &mut memory), 1);
    assert_eq!(count("Minister Capet", &mut memory), 0);
}

#[test]
fn faults_are_pointed_at_with_a_mend() {
    let fault = |grammar: &str| {
        let sources = Sources { grammars: [("f.grammar".to_owned(), grammar.to_owned())].into(), ..Sources::default() };
        let error = Knowledge::compile(&sources).expect_err("it is faulty");
        format!("{} {error}", error.place())
    };
    assert_eq!(fault("rule a : date\n    moth\n    yes \"May\"\n"), "f.grammar:2 nothing is called moth");
    assert_eq!(fault("rule a : date\n    \"May\"\n"), "f.grammar:1 the rule a has no example");
    assert_eq!(
        fault("rule a : date\n    \"May\"?\n    yes \"May\"\n"),
        "f.grammar:1 the rule a matches the empty text"
    );
    assert_eq!(fault("lexicon m \"m.tsv\"\n"), "f.grammar:1 there is no table m.tsv");
    assert_eq!(
        fault("rule a : date\n    ( ( Title{9} ){9} ){9}\n    yes \"May\"\n"),
        "f.grammar:1 the rule a spells out to more than 256 words"
    );
}
