"""FollowTheMoney entities are what the project's own package takes: schema, properties and every value as it stands."""

import json
import unicodedata

from followthemoney import model
from followthemoney.exc import InvalidData

from archive import mentions, run


def read(text):
    entities = {}
    for line in text.splitlines():
        data = json.loads(line)
        entity = model.get_proxy(data, cleaned=True)
        try:
            entity.schema.validate({"properties": data["properties"]})
        except InvalidData as fault:
            raise AssertionError((line, fault.errors)) from fault
        for prop, value in entity.itervalues():
            # Letters with accents apart are put together on the way in; nothing else may need cleaning.
            assert prop.type.clean(value, proxy=entity) == unicodedata.normalize("NFC", value), (prop.name, value)
        assert set(data["properties"]) <= set(entity.schema.properties), line
        # Lines of one id merge, as in Aleph.
        entities[entity.id] = entities[entity.id].merge(entity) if entity.id in entities else entity
    return entities


entities = read(run("--to", "ftm"))
schemata = {entity.schema.name for entity in entities.values()}
assert {"Document", "Person", "Organization", "PublicBody", "Address", "Mention"} <= schemata, schemata
for entity in entities.values():
    for prop, value in entity.itervalues():
        if prop.type.name == "entity":
            assert value in entities, (entity, prop.name, value)
named = {it["entity"] for it in mentions("--kinds", "person,organisation,place")}
documents = [entity for entity in entities.values() if entity.schema.name == "Document"]
linked = [entity for entity in entities.values() if entity.schema.name not in ("Document", "Mention")]
assert len(linked) == len(named), (len(linked), len(named))
assert {entity.first("date") for entity in documents} >= {"2019-03-01", "2019-05-04", None}
assert read(run("--to", "ftm")).keys() == entities.keys(), "a second run gives the same ids"
assert any("bodyText" in json.loads(line)["properties"] for line in run("--to", "ftm", "--with-text").splitlines())
