//! How long each stage takes, and all of them together: `cargo bench --bench stages`
//!
//! Each is measured by itself, over the same bulletins of three archives (see the example `make_archive`), with what the
//! stages before it have made and with what the program has learnt of the texts' words; `learn` measures the first time.

#[path = "../examples/make_archive/archive/mod.rs"]
mod archive;

use std::sync::LazyLock;

use bulletin_extract::choose::{Candidate, WordMemory, propose};
use bulletin_extract::output::{Format, Jsonl};
use bulletin_extract::{Bulletin, Extractor, Scans};
use bulletin_rules::grammar::{Memory, Reading};
use bulletin_rules::text::View;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use rand::SeedableRng;
use rand_xorshift::XorShiftRng;

use archive::{Archive, Kind};

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The bytes of text of each kind.
const LENGTH: usize = 150_000;

const KINDS: [Kind; 3] = [Kind::Clean, Kind::Ocr, Kind::Names];

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::builder().build().expect("the built-in grammars"));

static BULLETINS: LazyLock<[Vec<Bulletin>; 3]> = LazyLock::new(|| {
    let archive = Archive::read().expect("the repository's own files");
    KINDS.map(|kind| {
        let mut random = XorShiftRng::seed_from_u64(1);
        let mut bytes = 0;
        let mut next = || {
            let text = archive.bulletin(kind, &mut random);
            let published = archive::day(&mut random).parse().expect("a day");
            let is_wanted = bytes < LENGTH;
            bytes += text.len();
            is_wanted.then(|| Bulletin::new("", text).published_on(published))
        };
        std::iter::from_fn(&mut next).collect()
    })
});

fn main() {
    LazyLock::force(&BULLETINS);
    divan::main();
}

fn bulletins(kind: Kind) -> &'static [Bulletin] {
    &BULLETINS[kind as usize]
}

fn bytes(kind: Kind) -> BytesCount {
    BytesCount::new(bulletins(kind).iter().map(|bulletin| bulletin.text.len()).sum::<usize>())
}

/// The bulletins as they are read, each with a memory of its own.
struct Prepared {
    views: Vec<View<'static>>,
    memories: Vec<Memory>,
}

impl Prepared {
    fn new(kind: Kind) -> Self {
        let mut views: Vec<View<'static>> = bulletins(kind).iter().map(|bulletin| View::new(&bulletin.text)).collect();
        let mut memories: Vec<Memory> = views.iter().map(|_| Memory::default()).collect();
        for (view, memory) in views.iter_mut().zip(&mut memories) {
            EXTRACTOR.knowledge().look_up_view(view, Scans::Auto, memory);
        }
        Self { views, memories }
    }

    fn readings(&mut self) -> Vec<Reading<'static, '_>> {
        read_all(&self.views, &mut self.memories)
    }
}

fn read_all<'t>(views: &'t [View<'_>], memories: &'t mut [Memory]) -> Vec<Reading<'static, 't>> {
    let knowledge = EXTRACTOR.knowledge();
    views.iter().zip(memories).map(|(view, memory)| knowledge.read_looked_up(view.text(), memory)).collect()
}

fn proposed(reading: &Reading<'_, '_>) -> Vec<Candidate> {
    propose(reading, EXTRACTOR.knowledge().rules(), EXTRACTOR.labels())
}

/// Scars taken out of the texts.
#[divan::bench(args = KINDS)]
fn view(bencher: Bencher<'_, '_>, kind: Kind) {
    bencher.counter(bytes(kind)).bench_local(|| {
        bulletins(kind).iter().for_each(|bulletin| drop(black_box(View::new(&bulletin.text))));
    });
}

/// Tokens, and what the lexicons say of them.
#[divan::bench(args = KINDS)]
fn look_up(bencher: Bencher<'_, '_>, kind: Kind) {
    let mut memory = Memory::default();
    let views = || bulletins(kind).iter().map(|bulletin| View::new(&bulletin.text)).collect::<Vec<_>>();
    bencher.counter(bytes(kind)).with_inputs(views).bench_local_refs(|views| {
        views.iter_mut().for_each(|view| EXTRACTOR.knowledge().look_up_view(view, Scans::Auto, &mut memory));
    });
}

/// Symbols and the matches of all rules.
#[divan::bench(args = KINDS)]
fn find(bencher: Bencher<'_, '_>, kind: Kind) {
    let mut prepared = Prepared::new(kind);
    bencher.counter(bytes(kind)).bench_local(|| drop(black_box(prepared.readings())));
}

/// Candidates, and what dates and amounts say.
#[divan::bench(args = KINDS)]
fn propose_candidates(bencher: Bencher<'_, '_>, kind: Kind) {
    let mut prepared = Prepared::new(kind);
    let readings = prepared.readings();
    bencher.counter(bytes(kind)).bench_local(|| readings.iter().for_each(|reading| drop(black_box(proposed(reading)))));
}

/// Evidence, and the best set.
#[divan::bench(args = KINDS)]
fn choose(bencher: Bencher<'_, '_>, kind: Kind) {
    let mut prepared = Prepared::new(kind);
    let readings = prepared.readings();
    let mut words = WordMemory::default();
    let all = || readings.iter().map(proposed).collect::<Vec<_>>();
    bencher.counter(bytes(kind)).with_inputs(all).bench_local_refs(|all| {
        for (reading, candidates) in readings.iter().zip(all) {
            black_box(EXTRACTOR.chooser().choose(reading, candidates, &mut words));
        }
    });
}

/// What needs the whole bulletin.
#[divan::bench(args = KINDS)]
fn resolve(bencher: Bencher<'_, '_>, kind: Kind) {
    let Prepared { views, mut memories } = Prepared::new(kind);
    let mut readings = read_all(&views, &mut memories);
    let mut words = WordMemory::default();
    let chosen: Vec<(Vec<Candidate>, Vec<usize>)> = readings
        .iter()
        .map(|reading| {
            let mut candidates = proposed(reading);
            let chosen = EXTRACTOR.chooser().choose(reading, &mut candidates, &mut words);
            (candidates, chosen)
        })
        .collect();
    bencher.counter(bytes(kind)).bench_local(|| {
        for (at, (candidates, chosen)) in chosen.iter().enumerate() {
            let (bulletin, reading) = (&bulletins(kind)[at], &mut readings[at]);
            black_box(EXTRACTOR.resolver().resolve(bulletin, &views[at], reading, candidates, chosen, None));
        }
    });
}

/// Records as JSON.
#[divan::bench(args = KINDS)]
fn render(bencher: Bencher<'_, '_>, kind: Kind) {
    let records: Vec<_> = bulletins(kind).iter().map(|bulletin| EXTRACTOR.extract(bulletin)).collect();
    bencher.counter(bytes(kind)).bench_local(|| {
        let mut json = Vec::new();
        records.iter().for_each(|record| Jsonl.render(record, &mut json));
        json
    });
}

/// All of it.
#[divan::bench(args = KINDS)]
fn whole(bencher: Bencher<'_, '_>, kind: Kind) {
    bencher.counter(bytes(kind)).bench_local(|| {
        let mut json = Vec::new();
        bulletins(kind).iter().for_each(|bulletin| Jsonl.render(&EXTRACTOR.extract(bulletin), &mut json));
        json
    });
}

/// All of it by a program that has just started, which has all words to learn.
#[divan::bench(args = KINDS, sample_count = 20)]
fn learn(bencher: Bencher<'_, '_>, kind: Kind) {
    let fresh = || Extractor::builder().build().expect("the built-in grammars");
    bencher.counter(bytes(kind)).with_inputs(fresh).bench_local_refs(|extractor| {
        bulletins(kind).iter().for_each(|bulletin| drop(black_box(extractor.extract(bulletin))));
    });
}
