//! The schema of the columns, made of the record's own JSON Schema, so that the two cannot differ.

use arrow_schema::{DataType, Field, FieldRef};
use serde_json::Value;
use std::sync::Arc;

/// Keys of the record that a row has no use for: where a file was read, what else it said, and the text, which the row has.
const OF_FILES: [&str; 3] = ["source", "metadata", "text"];

/// Keys of items that are there only where explanations were asked for.
const OF_EXPLANATIONS: [&str; 4] = ["anchor", "rule", "evidence", "confidence"];

/// The column that says why a row has no record.
const ERROR: &str = "error";

/// The fields of a record and `error`. All may be null: a row that could not be read has no record.
pub(super) fn fields(explain: bool) -> Vec<FieldRef> {
    let schema = bulletin_extract::record::schema().to_value();
    let of_record = Shape { schema: &schema, explain }.fields(&schema);
    let of_record = of_record.into_iter().filter(|field| !OF_FILES.contains(&field.name().as_str()));
    of_record.chain([Arc::new(Field::new(ERROR, DataType::Utf8, true))]).collect()
}

/// The record's JSON Schema on its way to Arrow's types.
struct Shape<'s> {
    schema: &'s Value,
    explain: bool,
}

impl Shape<'_> {
    fn fields(&self, object: &Value) -> Vec<FieldRef> {
        let properties = object["properties"].as_object().expect("an object has properties");
        let is_wanted = |name: &str| self.explain || !OF_EXPLANATIONS.contains(&name);
        let wanted = properties.iter().filter(|(name, _)| is_wanted(name));
        wanted.filter_map(|(name, of)| Some(Arc::new(Field::new(name, self.data_type(of)?, true)))).collect()
    }

    /// The type of values of this form; none for objects of any keys.
    fn data_type(&self, form: &Value) -> Option<DataType> {
        if let Some(reference) = form["$ref"].as_str() {
            let place = reference.strip_prefix('#').expect("references are local");
            return self.data_type(self.schema.pointer(place).expect("references lead somewhere"));
        }
        if let Some(choices) = form["anyOf"].as_array() {
            return self.data_type(choices.iter().find(|choice| choice["type"] != "null")?);
        }
        if !form["oneOf"].is_null() || !form["enum"].is_null() {
            // Every choice of the record is one of several words.
            return Some(DataType::Utf8);
        }
        Some(match first_type(form) {
            "string" if form["format"] == "date" => DataType::Date32,
            "string" => DataType::Utf8,
            // Offsets into a text, numbers of the gazetteer: Spark knows no unsigned ones.
            "integer" => DataType::Int32,
            "number" => DataType::Float64,
            "boolean" => DataType::Boolean,
            "array" => DataType::new_list(self.data_type(&form["items"])?, true),
            "object" if form["properties"].is_object() => DataType::Struct(self.fields(form).into()),
            _ => return None,
        })
    }
}

/// The type that a form names, null apart.
fn first_type(form: &Value) -> &str {
    let names = form["type"].as_array().map_or(std::slice::from_ref(&form["type"]), Vec::as_slice);
    names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or_default()
}
