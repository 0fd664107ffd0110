//! Bulletins as many as are asked for, varied from those of `corpus/`.

mod lexicons;
mod scars;
mod templates;
mod vary;

use std::error::Error;
use std::path::Path;

use rand_xorshift::XorShiftRng;

use lexicons::Lexicons;
use templates::Template;
use vary::Variations;

pub use vary::day;

/// What bulletins look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// As they were sent out
    Clean,
    /// As they come from a scanner
    Ocr,
    /// Lists of people with their ranks and towns
    Names,
}

/// What bulletins are made of.
pub struct Archive {
    lexicons: Lexicons,
    templates: Vec<Template>,
}

impl Archive {
    /// Reads the repository's grammars and samples.
    pub fn read() -> Result<Self, Box<dyn Error>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let lexicons = Lexicons::read(&root.join("grammars/en"))?;
        let templates = templates::read(&root.join("corpus"), &lexicons)?;
        Ok(Self { lexicons, templates })
    }

    /// The text of another bulletin.
    pub fn bulletin(&self, kind: Kind, random: &mut XorShiftRng) -> String {
        let variations = Variations { lexicons: &self.lexicons, templates: &self.templates };
        match kind {
            Kind::Names => variations.list_of_names(random),
            Kind::Clean => variations.bulletin(random),
            Kind::Ocr => scars::scan(&variations.bulletin(random), random),
        }
    }
}
