-- Made when a new database is complete, for that is quicker than keeping them up to date while it grows.

CREATE INDEX IF NOT EXISTS mention_bulletin ON mention (bulletin);
CREATE INDEX IF NOT EXISTS mention_text ON mention (text);
CREATE INDEX IF NOT EXISTS mention_day ON mention ("from") WHERE "from" IS NOT NULL;
CREATE INDEX IF NOT EXISTS mention_of ON mention ("of") WHERE "of" IS NOT NULL;
CREATE INDEX IF NOT EXISTS entity_mention_mention ON entity_mention (mention);
CREATE INDEX IF NOT EXISTS entity_name ON entity (name);
CREATE INDEX IF NOT EXISTS bulletin_published ON bulletin (published);
