//! `--generate`: the manual page and the completions of shells, made from what the command knows of itself.

use std::io::{self, Write};

use clap::{Command, CommandFactory, ValueEnum};
use clap_complete::Shell;
use clap_mangen::Man;

use super::arguments::Arguments;
use super::{Failure, NAME, Outcome};

/// What can be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Product {
    /// The manual page, roff
    Man,
    /// Completions for Bash
    Bash,
    /// Completions for Zsh
    Zsh,
    /// Completions for fish
    Fish,
    /// Completions for PowerShell
    Powershell,
}

pub(super) fn run(product: Product) -> miette::Result<Outcome> {
    let mut made = Vec::new();
    let shell = match product {
        Product::Man => None,
        Product::Bash => Some(Shell::Bash),
        Product::Zsh => Some(Shell::Zsh),
        Product::Fish => Some(Shell::Fish),
        Product::Powershell => Some(Shell::PowerShell),
    };
    match shell {
        Some(shell) => clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut made),
        None => manual(&mut made).expect("memory takes it"),
    }
    io::stdout().write_all(&made).map_err(Failure::Output)?;
    Ok(Outcome::Done)
}

/// One page for the command and those below it, so that one file is all there is to install.
fn manual(to: &mut Vec<u8>) -> io::Result<()> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    Man::new(command.clone()).render(to)?;
    for below in command.get_subcommands() {
        writeln!(to, ".SH \"{}\"", below.get_bin_name().unwrap_or(below.get_name()).to_uppercase())?;
        to.extend(section(below)?);
    }
    Ok(())
}

/// A command below the main one, its sections a level deeper.
fn section(command: &Command) -> io::Result<Vec<u8>> {
    let page = Man::new(command.clone());
    let mut text = Vec::new();
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    let text = String::from_utf8(text).map_err(io::Error::other)?;
    Ok(text.replace(".SH ", ".SS ").into_bytes())
}
