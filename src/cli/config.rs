//! Defaults from a file: `bulletin-extract.toml` in the working folder, or the one that `--config` names.
//!
//! A key is the long name of an option. What the file says becomes the option's default, so that the command line has the
//! last word and `--help` shows what holds. A path is counted from the file's folder. A file that merely lies in the working
//! folder may come from anywhere (an archive that was unpacked, say): it cannot run programs or write files.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, ValueHint};
use toml::{Table, Value};

/// The file that is looked for in the working folder.
const FILE: &str = "bulletin-extract.toml";
/// Options that mean something on a command line only.
const NEVER: [&str; 5] = ["config", "generate", "help", "schema", "version"];
/// Options that are taken only from a file that was named.
const IF_NAMED: [&str; 3] = ["output", "pre", "resume"];

/// The command with the defaults of the file that `arguments` ask for.
///
/// # Errors
///
/// If the file cannot be read or says what the command line would refuse.
pub(super) fn with_defaults(command: Command, arguments: &[OsString]) -> Result<Command, clap::Error> {
    let named = named(arguments);
    let path = named.clone().unwrap_or_else(|| FILE.into());
    let fault = |command: &Command, reason: &dyn std::fmt::Display| {
        let message = format!("{}: {reason}", path.display());
        clap::Error::raw(ErrorKind::InvalidValue, message.trim_end().to_owned() + "\n").with_cmd(command)
    };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => return Ok(command),
        Err(error) => return Err(fault(&command, &error)),
    };
    let table: Table = text.parse().map_err(|error: toml::de::Error| fault(&command, &error))?;
    let file = File { path: &path, is_named: named.is_some() };
    file.apply(command.clone(), &table).map_err(|reason| fault(&command, &reason))
}

/// The value of `--config`.
fn named(arguments: &[OsString]) -> Option<PathBuf> {
    let mut arguments = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    while let Some(argument) = arguments.next() {
        if argument == "--config" {
            return arguments.next().map(PathBuf::from);
        }
        let joined = argument.to_str().and_then(|argument| argument.strip_prefix("--config="));
        if let Some(path) = joined {
            return Some(path.into());
        }
    }
    None
}

/// A file of defaults.
struct File<'f> {
    path: &'f Path,
    is_named: bool,
}

impl File<'_> {
    fn apply(&self, mut command: Command, table: &Table) -> Result<Command, String> {
        let mut defaults = Vec::new();
        let mut line = vec![OsString::from(command.get_name())];
        for (key, value) in table {
            if NEVER.contains(&key.as_str()) {
                return Err(format!("'{key}' cannot be set here, only on the command line"));
            }
            if IF_NAMED.contains(&key.as_str()) && !self.is_named {
                return Err(format!(
                    "'{key}' is taken only from a file that is named: --config {}",
                    self.path.display()
                ));
            }
            let option = command.get_arguments().find(|option| option.get_long() == Some(key));
            let values = option.map_or(Ok(vec![]), |option| self.values(option, key, value))?;
            match option {
                Some(option) if is_flag(option) => line.extend((!values.is_empty()).then(|| format!("--{key}").into())),
                Some(_) => line.extend(values.iter().map(|value| joined(key, value))),
                // The command says what it thinks of it.
                None => line.push(format!("--{key}").into()),
            }
            if let (Some(option), false) = (option, values.is_empty()) {
                defaults.push((option.get_id().clone(), values));
            }
        }
        command.clone().try_get_matches_from(line).map_err(|error| reason(&error))?;
        let subcommands: Vec<String> = command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
        for (id, values) in defaults {
            let set = |option: Arg| option.default_values(values.clone());
            command = command.mut_arg(&id, set);
            for name in &subcommands {
                command = command.mut_subcommand(name, |subcommand| {
                    let has = subcommand.get_arguments().any(|option| *option.get_id() == id);
                    if has { subcommand.mut_arg(&id, set) } else { subcommand }
                });
            }
        }
        Ok(command)
    }

    /// The values of an option, as they would stand on the command line; for a flag that is set, `true`.
    fn values(&self, option: &Arg, key: &str, value: &Value) -> Result<Vec<OsString>, String> {
        let one = |value: &Value| match value {
            Value::String(text) if is_path(option) => Ok(self.beside(text)),
            Value::String(text) => Ok(text.into()),
            Value::Integer(number) => Ok(number.to_string().into()),
            Value::Datetime(day) => Ok(day.to_string().into()),
            _ => Err(format!("'{key}' takes a text, not {value}")),
        };
        match value {
            Value::Boolean(set) if is_flag(option) => Ok(set.then(|| "true".into()).into_iter().collect()),
            _ if is_flag(option) => Err(format!("'{key}' takes true or false, not {value}")),
            Value::Array(values) if matches!(option.get_action(), ArgAction::Append) => {
                values.iter().map(one).collect()
            }
            value => Ok(vec![one(value)?]),
        }
    }

    /// A path as it is seen from the file's folder.
    fn beside(&self, path: &str) -> OsString {
        match self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => folder.join(path).into(),
            None => path.into(),
        }
    }
}

fn is_flag(option: &Arg) -> bool {
    matches!(option.get_action(), ArgAction::SetTrue)
}

fn is_path(option: &Arg) -> bool {
    matches!(option.get_value_hint(), ValueHint::AnyPath | ValueHint::DirPath | ValueHint::FilePath)
}

fn joined(key: &str, value: &OsStr) -> OsString {
    let mut joined = OsString::from(format!("--{key}="));
    joined.push(value);
    joined
}

/// What is wrong, without how the command is used.
fn reason(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let end = text.find("\n\nUsage:").or_else(|| text.find("\n\nFor more")).unwrap_or(text.len());
    text[..end].to_owned()
}
