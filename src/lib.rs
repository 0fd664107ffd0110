//! Dates, people, organisations, places and quantities out of press releases, with their values.
