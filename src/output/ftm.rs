//! FollowTheMoney, as Aleph and OpenSanctions use it: an entity a line.
//!
//! A bulletin is a `Document` that lists the names in it. Behind it come its people (`Person`), bodies (`Company`,
//! `PublicBody`, `Organization`) and places (`Address`), and a `Mention` that ties each of them to the document. Ids are hashes
//! of what an entity is, so that the lines of many bulletins and of many runs merge: by the entity's key where it has one,
//! else it stands for this bulletin alone.

use bulletin_rules::text::View;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{Format, hex, rows};
use crate::record::{Kind, Mention, Organisation, Person, Place, PlainNumber, Record};

/// An entity a line. A record's text, where it is there, becomes the document's.
#[derive(Clone, Copy, Debug)]
pub struct Ftm;

impl Format for Ftm {
    fn render(&self, record: &Record, to: &mut Vec<u8>) {
        let document = Entity::document(record);
        let id = document.id.clone();
        let mut entities = vec![document];
        for person in &record.people {
            entities.extend(Entity::person(record, person, &id).with_mention(&person.mentions, &id));
        }
        for body in &record.organisations {
            entities.extend(Entity::organisation(record, body, &id).with_mention(&body.mentions, &id));
        }
        for place in &record.places {
            entities.extend(Entity::place(record, place, &id).with_mention(&place.mentions, &id));
        }
        for Entity { id, schema, properties } in entities {
            let line = json!({"id": id, "schema": schema, "properties": properties});
            serde_json::to_writer(&mut *to, &line).expect("a line is JSON and memory takes it");
            to.push(b'\n');
        }
    }
}

/// An entity; each property has a list of texts.
struct Entity {
    id: String,
    schema: &'static str,
    properties: Map<String, Value>,
}

impl Entity {
    fn new(schema: &'static str, identity: &str) -> Self {
        let id = hex(&Sha256::digest(identity))[..40].to_owned();
        Entity { id, schema, properties: Map::new() }
    }

    /// Adds values to a property, each once, in one line and without what scanners and typesetters left in them.
    fn set<'v>(&mut self, name: &str, values: impl IntoIterator<Item = &'v str>) -> &mut Self {
        for value in values {
            let value = View::new(value).text().split_whitespace().collect::<Vec<_>>().join(" ");
            let list = self.properties.entry(name).or_insert_with(|| json!([]));
            let list = list.as_array_mut().expect("properties are lists");
            if !value.is_empty() && !list.contains(&json!(value)) {
                list.push(json!(value));
            }
        }
        self
    }

    fn document(record: &Record) -> Self {
        let mut document = Entity::new("Document", &format!("bulletin\n{}", record.id));
        let path = record.source.as_ref().map_or(record.id.as_str(), |source| &source.path);
        let people = record.people.iter().map(|person| person.name.as_str());
        let bodies = record.organisations.iter().map(|body| body.name.as_str());
        let places = record.places.iter().map(|place| place.name.as_str());
        // A day is a prefix of ISO 8601 as it stands, which is all that FollowTheMoney takes for a date.
        let published = record.published.map(|day| day.to_string());
        document
            .set("fileName", [path.rsplit(['/', '\\']).next().unwrap_or(path)])
            .set("title", record.title.as_deref())
            .set("publishedAt", published.as_deref())
            .set("date", published.as_deref())
            .set("peopleMentioned", people.clone())
            .set("companiesMentioned", bodies.clone())
            .set("locationMentioned", places)
            .set("namesMentioned", people.chain(bodies));
        let countries = record.places.iter().filter_map(|place| country(place.country.as_deref()));
        document.set("detectedCountry", countries.collect::<Vec<_>>().iter().map(String::as_str));
        if let Some(text) = &record.text {
            document.properties.insert("bodyText".into(), json!([text]));
        }
        document
    }

    fn person(record: &Record, person: &Person, document: &str) -> Self {
        let mut entity =
            Entity::new("Person", &rows::entity(record, Kind::Person, person.key.as_deref(), &person.mentions));
        let roles = person.mentions.iter().filter_map(|mention| mention.role.as_deref());
        entity
            .set("name", [person.name.as_str()])
            .set("position", person.role.as_deref().into_iter().chain(roles))
            .set("country", country(person.country.as_deref()).as_deref())
            .set("proof", [document]);
        entity
    }

    fn organisation(record: &Record, body: &Organisation, document: &str) -> Self {
        let schema = match body.organisation_kind.as_deref() {
            Some("company" | "media") => "Company",
            Some("government" | "military" | "police") => "PublicBody",
            _ => "Organization",
        };
        let identity = rows::entity(record, Kind::Organisation, body.key.as_deref(), &body.mentions);
        let mut entity = Entity::new(schema, &identity);
        entity
            .set("name", [body.name.as_str()])
            .set("abbreviation", body.acronym.as_deref())
            .set("classification", body.organisation_kind.as_deref())
            .set("country", country(body.country.as_deref()).as_deref())
            .set("proof", [document]);
        entity
    }

    fn place(record: &Record, place: &Place, document: &str) -> Self {
        let mut entity =
            Entity::new("Address", &rows::entity(record, Kind::Place, place.key.as_deref(), &place.mentions));
        let name = place.canonical.as_deref().unwrap_or(&place.name);
        let degrees = |number: Option<f64>| number.map(|number| PlainNumber(number).to_string());
        entity
            .set("name", [name, &place.name])
            .set("full", [name])
            .set("country", country(place.country.as_deref()).as_deref())
            .set("latitude", degrees(place.latitude).as_deref())
            .set("longitude", degrees(place.longitude).as_deref())
            .set("proof", [document]);
        entity
    }

    /// The entity, and what ties it to the document.
    fn with_mention(self, mentions: &[Mention], document: &str) -> [Entity; 2] {
        let mut mention = Entity::new("Mention", &format!("mention\n{document}\n{}", self.id));
        mention
            .set("document", [document])
            .set("name", mentions.iter().map(|mention| mention.text.as_str()))
            .set("detectedSchema", [self.schema])
            .set("resolved", [self.id.as_str()]);
        if let Some(country) = self.properties.get("country") {
            mention.properties.insert("contextCountry".into(), country.clone());
        }
        [self, mention]
    }
}

/// A country's code as FollowTheMoney writes it.
fn country(code: Option<&str>) -> Option<String> {
    code.map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Bulletin, Extractor};

    fn lines(id: &str, text: &str) -> Vec<Value> {
        let extractor = Extractor::builder().build().expect("the built-in grammars");
        let mut lines = Vec::new();
        Ftm.render(&extractor.extract(&Bulletin::new(id, text)), &mut lines);
        str::from_utf8(&lines).expect("UTF-8").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    fn ids<'l>(lines: &'l [Value], schema: &str) -> Vec<&'l str> {
        lines.iter().filter(|line| line["schema"] == schema).filter_map(|line| line["id"].as_str()).collect()
    }

    #[test]
    fn one_place_has_one_id_in_every_bulletin_and_mentions_tie_it_to_each() {
        let (a, b) = (lines("a", "They met in Bishkek."), lines("b", "It snowed in Bishkek\nand in Bishkek."));
        assert_eq!(ids(&a, "Address").len(), 1);
        assert_eq!(ids(&a, "Address"), ids(&b, "Address"));
        assert_ne!(ids(&a, "Document"), ids(&b, "Document"));
        let mention = b.iter().find(|line| line["schema"] == "Mention").expect("a mention");
        assert_eq!(mention["properties"]["document"], json!(ids(&b, "Document")));
        assert_eq!(mention["properties"]["resolved"], json!(ids(&b, "Address")));
        assert_eq!(mention["properties"]["name"], json!(["Bishkek"]));
        assert_eq!(a, lines("a", "They met in Bishkek."), "a second run gives the same lines");
    }
}
