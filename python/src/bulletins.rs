//! Bulletins out of Python's values: a text, or a mapping with the keys of a line of NDJSON.

use bulletin_extract::Bulletin;
use bulletin_extract::input::published_day;
use bulletin_extract::record::PublishedFrom;
use jiff::civil;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyMapping, PyString};

/// The bulletin that `value` is; `number` names it if it has no name of its own.
pub(crate) fn bulletin(value: &Bound<'_, PyAny>, number: usize) -> PyResult<Bulletin> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Bulletin::new(number.to_string(), text.to_str()?));
    }
    let Ok(keys) = value.cast::<PyMapping>() else {
        let reason = format!("a bulletin is a str or a mapping with the key 'text', not {}", value.get_type().name()?);
        return Err(PyTypeError::new_err(reason));
    };
    let key = |name: &str| if keys.contains(name)? { not_none(keys.get_item(name)?) } else { Ok(None) };
    let text = key("text")?.ok_or_else(|| PyValueError::new_err("a bulletin without 'text'"))?;
    described(&text, key("id")?.as_ref(), key("title")?.as_ref(), key("published")?.as_ref(), number)
}

/// The bulletin with this text and what its caller knows of it.
pub(crate) fn described(
    text: &Bound<'_, PyAny>,
    id: Option<&Bound<'_, PyAny>>,
    title: Option<&Bound<'_, PyAny>>,
    published: Option<&Bound<'_, PyAny>>,
    number: usize,
) -> PyResult<Bulletin> {
    let id = id.map_or_else(|| Ok(number.to_string()), name)?;
    let title = title.map(|title| string(title, "title")).transpose()?;
    let published = published.map(day).transpose()?.flatten();
    Ok(published_in(Bulletin { title, ..Bulletin::new(id, string(text, "text")?) }, published))
}

/// The bulletin with the day of publication that its input has for it.
pub(crate) fn published_in(bulletin: Bulletin, published: Option<civil::Date>) -> Bulletin {
    Bulletin { published, published_from: published.map(|_| PublishedFrom::Input), ..bulletin }
}

/// The name that `value` gives a bulletin.
pub(crate) fn name(value: &Bound<'_, PyAny>) -> PyResult<String> {
    if value.is_instance_of::<PyInt>() { Ok(value.str()?.to_str()?.to_owned()) } else { string(value, "id") }
}

/// What a value that is no bulletin is called: as its mapping says, if it is one, else by its number.
pub(crate) fn id_of(value: &Bound<'_, PyAny>, number: usize) -> String {
    let id = value.cast::<PyMapping>().ok().and_then(|keys| keys.get_item("id").ok());
    id.and_then(|id| name(&id).ok()).unwrap_or_else(|| number.to_string())
}

/// What is to be said of a day of publication that is none.
pub(crate) fn no_day(text: &str) -> String {
    format!("'published' is not a day as YYYY-MM-DD: {text:?}")
}

fn not_none(value: Bound<'_, PyAny>) -> PyResult<Option<Bound<'_, PyAny>>> {
    Ok((!value.is_none()).then_some(value))
}

fn string(value: &Bound<'_, PyAny>, what: &str) -> PyResult<String> {
    match value.cast::<PyString>() {
        Ok(text) => Ok(text.to_str()?.to_owned()),
        Err(_) => Err(PyTypeError::new_err(format!("'{what}' is a str, not {}", value.get_type().name()?))),
    }
}

/// The day that `value` is: `YYYY-MM-DD` with or without a time, or a `date` or `datetime`; none if it is empty.
fn day(value: &Bound<'_, PyAny>) -> PyResult<Option<civil::Date>> {
    let written = match value.cast::<PyString>() {
        Ok(text) => text.clone(),
        Err(_) if value.hasattr("isoformat")? => value.call_method0("isoformat")?.cast_into()?,
        Err(_) => {
            let reason = format!("'published' is a date or a str, not {}", value.get_type().name()?);
            return Err(PyTypeError::new_err(reason));
        }
    };
    match written.to_str()? {
        "" => Ok(None),
        text => published_day(text).map(Some).ok_or_else(|| PyValueError::new_err(no_day(text))),
    }
}
