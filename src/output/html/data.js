// The records and what they are asked for: which of them fit a choice, and what can be chosen among them.

const records = JSON.parse(document.getElementById("records").textContent);

/** The five kinds: their lists in a record, and how they are called on the page. */
const KINDS = [
  { name: "date", list: "dates", one: "Date", many: "Dates" },
  { name: "person", list: "people", one: "Person", many: "People" },
  { name: "organisation", list: "organisations", one: "Organisation", many: "Organisations" },
  { name: "place", list: "places", one: "Place", many: "Places" },
  { name: "quantity", list: "quantities", one: "Amount", many: "Amounts" },
];

/** What can be chosen: each facet with its values, in order of how many bulletins name them. */
const FACETS = [
  { name: "people", kind: "person", title: "People" },
  { name: "organisations", kind: "organisation", title: "Organisations" },
  { name: "places", kind: "place", title: "Places" },
  { name: "units", kind: "quantity", title: "Units" },
  { name: "things", kind: "quantity", title: "What amounts are of", hidden: true },
];

const numbers = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const plural = (count, one, many = `${one}s`) => `${numbers.format(count)} ${count === 1 ? one : many}`;

/** An element with properties, attributes and children; all text is text. */
function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key === "class") made.className = value;
    else if (key === "share") made.style.setProperty("--share", value);
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && typeof value !== "string") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** All values of all facets; a value's number is its place here. */
const values = [];
/** For each record the numbers of its values, the months that it names as year * 13 + month (0: only a year), and how many
    mentions of each kind it has. */
const named = [];

function readRecords() {
  const known = new Map(FACETS.map((facet) => [facet.name, new Map()]));
  const add = (record, facet, key, label, item) => {
    const byKey = known.get(facet);
    let value = byKey.get(key);
    if (!value) {
      value = { number: values.length, facet, key, label, folded: label.toLowerCase(), item, records: [] };
      byKey.set(key, value);
      values.push(value);
    }
    // A name with coordinates is worth more than one without.
    if (facet === "places" && value.item.latitude === null && item.latitude !== null) value.item = item;
    if (value.records.at(-1) !== record) value.records.push(record);
  };
  records.forEach((record, at) => {
    const entity = (facet, item) => add(at, facet, item.key ?? item.name.toLowerCase(), item.canonical ?? item.name, item);
    record.people.forEach((item) => entity("people", item));
    record.organisations.forEach((item) => entity("organisations", item));
    record.places.forEach((item) => entity("places", item));
    for (const item of record.quantities) {
      if (item.unit) add(at, "units", item.unit, item.unit, item);
      if (item.of) add(at, "things", item.of.toLowerCase(), item.of.toLowerCase(), item);
    }
    named.push({
      values: [],
      named: monthsNamed(record),
      published: record.published ? [month(record.published)] : [],
      mentions: KINDS.map((kind) => record[kind.list].reduce((sum, item) => sum + (item.mentions?.length ?? 1), 0)),
    });
  });
  values.forEach((value) => value.records.forEach((record) => named[record].values.push(value.number)));
  for (const facet of FACETS) {
    facet.values = [...known.get(facet.name).values()].sort(
      (a, b) => b.records.length - a.records.length || a.label.localeCompare(b.label, "en"),
    );
    facet.byKey = known.get(facet.name);
  }
}

/** Year and month of an ISO day, as one number. */
function month(day) {
  return Number(day.slice(0, 4)) * 13 + Number(day.slice(5, 7));
}

/** The months that a record's dates lie in. A date that covers a year or more stands for its years. */
function monthsNamed(record) {
  const months = new Set();
  for (const date of record.dates) {
    if (!date.from || !date.to) continue;
    const [first, last] = [month(date.from), month(date.to)];
    const [firstYear, lastYear] = [Math.floor(first / 13), Math.floor(last / 13)];
    if (firstYear < 1000 || lastYear > 2200) continue;
    const isYears = date.from.endsWith("-01-01") && date.to.endsWith("-12-31");
    if (isYears || lastYear - firstYear > 2) {
      for (let year = firstYear; year <= Math.min(lastYear, firstYear + 100); year++) months.add(year * 13);
    } else {
      for (let at = first; at <= last; at++) if (at % 13 !== 0) months.add(at);
    }
  }
  return [...months];
}

/** What is chosen. Choices narrow: a bulletin is shown that has all of them. */
const choice = { words: "", values: new Set(), basis: "named", time: null };

/** Whether a month as a number lies in a stretch of time: {level: "decade" | "year" | "month", at}. */
function isIn(time, at) {
  if (time.level === "month") return at === time.at;
  const year = Math.floor(at / 13);
  return time.level === "year" ? year === time.at : Math.floor(year / 10) * 10 === time.at;
}

const inTime = (record, time) => named[record][choice.basis].some((at) => isIn(time, at));

/** The text that a record is searched in, in small letters; without a text, what was found. */
function searched(record) {
  const known = named[record];
  if (known.searched === undefined) {
    const { title, text, id } = records[record];
    const found = text ?? known.values.map((number) => values[number].label).join("\n");
    known.searched = `${title ?? ""}\n${found}\n${id}`.toLowerCase();
  }
  return known.searched;
}

/** The words that are looked for; what stands in quotation marks is one. */
function terms() {
  return [...choice.words.toLowerCase().matchAll(/"([^"]+)"?|(\S+)/g)].map((match) => (match[1] ?? match[2]).trim());
}

/** The records that fit all of the choice but its time, and those that fit its time too. */
function fitting() {
  const fits = new Uint8Array(records.length).fill(1);
  for (const number of choice.values) {
    const has = new Uint8Array(records.length);
    for (const record of values[number].records) has[record] = 1;
    for (let at = 0; at < fits.length; at++) fits[at] &= has[at];
  }
  const wanted = terms();
  const all = [];
  for (let at = 0; at < fits.length; at++) {
    if (fits[at] && wanted.every((term) => searched(at).includes(term))) all.push(at);
  }
  return { anyTime: all, shown: choice.time ? all.filter((record) => inTime(record, choice.time)) : all };
}

/** For each value how many of these records have it. */
function countValues(shown) {
  const counts = new Int32Array(values.length);
  for (const record of shown) for (const number of named[record].values) counts[number]++;
  return counts;
}

/** How often each kind is mentioned in these records. */
function countMentions(shown) {
  const counts = new Array(KINDS.length).fill(0);
  for (const record of shown) named[record].mentions.forEach((count, kind) => (counts[kind] += count));
  return counts;
}

/** Those of these values that most records have, the chosen ones first, without sorting what is not shown. */
function top(all, counts, limit) {
  const chosen = all.filter((value) => choice.values.has(value.number));
  const others = all.filter((value) => counts[value.number] > 0 && !choice.values.has(value.number));
  const room = Math.max(0, limit - chosen.length);
  const sizes = [];
  for (const value of others) sizes[counts[value.number]] = (sizes[counts[value.number]] ?? 0) + 1;
  let least = sizes.length - 1;
  for (let above = 0; least > 0 && above + (sizes[least] ?? 0) < room; least--) above += sizes[least] ?? 0;
  const sure = others.filter((value) => counts[value.number] > least).sort((a, b) => counts[b.number] - counts[a.number]);
  const even = [];
  for (const value of others) {
    if (sure.length + even.length >= room) break;
    if (counts[value.number] === least) even.push(value);
  }
  return { shown: [...chosen, ...sure, ...even], size: chosen.length + others.length };
}
