// The overview: bars of time, the map, sums of amounts. Each drawn from the records that fit; what is pressed narrows them.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MONTHS_IN_FULL = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** A stretch of time in words. */
function timeLabel(time) {
  if (time.level === "decade") return `${time.at}s`;
  if (time.level === "year") return String(time.at);
  return `${MONTHS_IN_FULL[(time.at % 13) - 1]} ${Math.floor(time.at / 13)}`;
}

/** The rows of bars: decades where there are many years, years, and the months of the year that is chosen. */
function drawBars(anyTime) {
  const years = new Map();
  const months = new Map();
  const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const record of anyTime) {
    const all = named[record][choice.basis];
    for (const year of new Set(all.map((at) => Math.floor(at / 13)))) count(years, year);
    for (const at of all) count(months, at);
  }
  const box = document.getElementById("bars");
  const known = [...years.keys()];
  if (known.length === 0) {
    box.replaceChildren(element("p", { class: "hint" }, choice.basis === "named" ? "No date is named." : "No day of publication is known."));
    return;
  }
  // Far more years than bars: decades first.
  let [first, last] = [Math.min(...known), Math.max(...known)];
  const rows = [];
  const chosenYear = choice.time && choice.time.level !== "decade" ? (choice.time.level === "year" ? choice.time.at : Math.floor(choice.time.at / 13)) : null;
  if (last - first > 60) {
    const decade = (year) => Math.floor(year / 10) * 10;
    const decades = new Map();
    for (const record of anyTime) {
      for (const at of new Set(named[record][choice.basis].map((at) => decade(Math.floor(at / 13))))) count(decades, at);
    }
    // A few far centuries would make all bars hairs: decades at the ends that hardly a bulletin names are left out.
    const few = Math.max(...decades.values()) / 200;
    const many = [...decades.keys()].filter((at) => decades.get(at) > few || at === choice.time?.at);
    rows.push(bars("decade", range(Math.min(...many), Math.max(...many), 10), decades, (at) => `${at}s`));
    const chosen = chosenYear !== null ? decade(chosenYear) : choice.time?.at;
    if (chosen !== undefined) rows.push(bars("year", range(chosen, chosen + 9, 1), years, String, "months"));
  } else {
    // A lone year looks lost: it gets neighbours.
    while (last - first < 5) [first, last] = [first - 1, last + 1];
    rows.push(bars("year", range(first, last, 1), years, String));
  }
  if (chosenYear !== null) {
    const ofYear = range(chosenYear * 13 + 1, chosenYear * 13 + 12, 1);
    rows.push(bars("month", ofYear, months, (at) => MONTHS[(at % 13) - 1], "months"));
  }
  box.replaceChildren(...rows);
}

function range(first, last, step) {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, at) => first + at * step);
}

/** One row of bars, a group that the arrow keys walk through. */
function bars(level, keys, counts, label, style = "") {
  const most = Math.max(1, ...keys.map((key) => counts.get(key) ?? 0));
  const every = Math.ceil(keys.length / (level === "decade" ? 8 : 12));
  const isChosen = (at) => choice.time !== null && (choice.time.level === level ? choice.time.at === at : contains(level, at, choice.time));
  return group(`${level}s`, `bars ${style}`, keys.map((at, index) => {
    const count = counts.get(at) ?? 0;
    const name = timeLabel({ level, at });
    const bar = element("button", {
      class: "bar", type: "button", share: count / most, title: `${name}: ${plural(count, "bulletin")}`,
      "aria-label": `${name}: ${plural(count, "bulletin")}`, "aria-pressed": String(isChosen(at)), "data-focus": `${level} ${at}`,
      onclick: () => chooseTime(level, at),
    }, element("i"), index % every === 0 ? element("span", {}, label(at)) : null);
    if (count === 0) bar.dataset.none = "";
    return bar;
  }));
}

/** Whether a bar holds the finer stretch that is chosen. */
function contains(level, at, time) {
  const year = time.level === "month" ? Math.floor(time.at / 13) : time.at;
  if (level === "year") return time.level === "month" && year === at;
  return level === "decade" && Math.floor(year / 10) * 10 === at;
}

/** Elements that are one stop for the tabulator key; arrows, Home and End walk among them. */
function group(label, style, members) {
  members.forEach((member, at) => member.setAttribute("tabindex", at === 0 ? "0" : "-1"));
  const box = element("div", { class: style, role: "group", "aria-label": label }, ...members);
  walk(box);
  return box;
}

function walk(box) {
  const members = () => [...box.querySelectorAll("[data-focus]")];
  box.addEventListener("keydown", (event) => {
    const all = members();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, to))].focus();
  });
  box.addEventListener("focusin", (event) => {
    members().forEach((member) => member.setAttribute("tabindex", member === event.target ? "0" : "-1"));
  });
}

/** Where a place lies on the outline: the projection Equal Earth (Šavrič, Patterson, Jenny 2018), as scripts/world.mjs has it. */
function project(svg, latitude, longitude) {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const radians = Math.PI / 180;
  const east = ((longitude - 11 + 540) % 360) - 180;
  const l = Math.asin((Math.sqrt(3) / 2) * Math.sin(latitude * radians));
  const [l2, l6] = [l * l, l ** 6];
  const x = (east * radians * Math.cos(l)) / ((Math.sqrt(3) / 2) * (a1 + 3 * a2 * l2 + l6 * (7 * a3 + 9 * a4 * l2)));
  const y = l * (a1 + a2 * l2 + l6 * (a3 + a4 * l2));
  const scale = Number(svg.dataset.scale);
  return [500 + scale * x, Number(svg.dataset.north) - scale * y];
}

const SVG = "http://www.w3.org/2000/svg";
/** How many places are drawn; beyond these dots would hide each other. */
const DOTS = 400;
/** Where the map ends. */
const SOUTH = -58;

function drawMap(counts) {
  const box = document.getElementById("map");
  let svg = box.querySelector("svg");
  if (!svg) {
    box.append(document.getElementById("world").content.cloneNode(true));
    svg = box.querySelector("svg");
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", "Map of the places that are named; arrow keys go from the most named to the least");
    svg.append(document.createElementNS(SVG, "g"));
    walk(svg);
  }
  const isOnMap = ({ latitude, longitude }) => typeof latitude === "number" && typeof longitude === "number" && latitude > SOUTH;
  const known = FACETS.find((facet) => facet.name === "places").values.filter((value) => isOnMap(value.item));
  const places = top(known, counts, DOTS).shown;
  // A few mentions make small dots even where nothing is named more often.
  const most = Math.max(6, ...places.map((value) => counts[value.number]));
  const dots = places.map((value, at) => {
    const [x, y] = project(svg, value.item.latitude, value.item.longitude);
    const label = `${value.label}: ${plural(counts[value.number], "bulletin")}`;
    const dot = document.createElementNS(SVG, "circle");
    const isWide = ["country", "region"].includes(value.item.place_kind);
    const attributes = {
      cx: x.toFixed(1), cy: y.toFixed(1), r: (3 + 15 * Math.sqrt(counts[value.number] / most)).toFixed(1),
      class: isWide ? "dot wide" : "dot", role: "button", tabindex: at === 0 ? "0" : "-1", "aria-label": label,
      "aria-pressed": String(choice.values.has(value.number)), "data-focus": `dot ${value.number}`,
    };
    for (const [key, text] of Object.entries(attributes)) dot.setAttribute(key, text);
    const spot = document.getElementById("spot");
    for (const event of ["pointerenter", "focus"]) dot.addEventListener(event, () => (spot.textContent = label));
    for (const event of ["pointerleave", "blur"]) dot.addEventListener(event, () => (spot.textContent = ""));
    dot.addEventListener("click", () => chooseValue(value.number));
    dot.addEventListener("keydown", (press) => {
      if (press.key !== "Enter" && press.key !== " ") return;
      press.preventDefault();
      chooseValue(value.number);
    });
    return dot;
  });
  svg.querySelector("g:last-of-type").replaceChildren(...dots);
  document.getElementById("where").hidden = places.length === 0;
}

/** Amounts of these sorts can be added up; temperatures, lengths and shares cannot. */
const ADDITIVE = new Set(["mass", "volume", "area", "energy", "money", "count", "data"]);
const SI_UNITS = { mass: "kg", volume: "m³", area: "m²", energy: "J", data: "bytes" };

/** What a record says of things that can be added up: [{value, unit, low, high}]. */
function addends(record) {
  const things = FACETS.find((facet) => facet.name === "things").byKey;
  const all = [];
  for (const item of records[record].quantities) {
    if (!item.of || (item.dimension !== null && !ADDITIVE.has(item.dimension))) continue;
    const isMeasured = item.si !== null && SI_UNITS[item.dimension] !== undefined;
    const unit = isMeasured ? SI_UNITS[item.dimension] : item.unit ?? "";
    const [low, high] = isMeasured ? [item.si, item.si] : [item.low ?? item.value ?? item.high, item.high ?? item.value ?? item.low];
    if (low !== null) all.push({ value: things.get(item.of.toLowerCase()), unit, low, high });
  }
  return all;
}

/** The sums of what these records say of each thing: [{value, unit, low, high, mentions}], the most mentioned first. */
function sums(shown) {
  const groups = new Map();
  for (const record of shown) {
    for (const { value, unit, low, high } of (named[record].addends ??= addends(record))) {
      const key = `${value.number} ${unit}`;
      const group = groups.get(key) ?? { value, unit, low: 0, high: 0, mentions: 0 };
      group.low += low;
      group.high += high;
      group.mentions++;
      groups.set(key, group);
    }
  }
  return [...groups.values()].sort((a, b) => b.mentions - a.mentions || a.value.label.localeCompare(b.value.label, "en"));
}

function amount(sum) {
  const [factor, unit] = scaled(sum);
  const short = new Intl.NumberFormat("en", { maximumFractionDigits: sum.high * factor < 100 ? 2 : 0 });
  const [low, high] = [short.format(sum.low * factor), short.format(sum.high * factor)];
  return `${low === high ? low : `${low}–${high}`} ${unit}`.trim();
}

/** A unit that gives a number of a few figures, and the factor to it. */
function scaled({ unit, high }) {
  if (unit === "kg" && high >= 10000) return [0.001, "t"];
  const prefix = { J: ["", "k", "M", "G", "T", "P", "E"], bytes: ["", "k", "M", "G", "T", "P"] }[unit];
  if (!prefix || high < 1000) return [1, unit];
  const power = Math.min(prefix.length - 1, Math.floor(Math.log10(high) / 3));
  return [1000 ** -power, `${prefix[power]}${unit === "bytes" ? "B" : unit}`];
}

const SUMS = 16;

function drawTotals(shown) {
  const all = sums(shown).slice(0, SUMS);
  const row = (sum) => element("tr", {},
    element("td", {}, valueButton(sum.value, null)),
    element("td", { class: "number" }, numbers.format(sum.mentions)),
    element("td", { class: "number" }, amount(sum)));
  const table = (part) => element("table", {},
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "of"), element("th", { scope: "col", class: "number" }, "amounts"), element("th", { scope: "col", class: "number" }, "in sum"))),
    element("tbody", {}, ...part.map(row)));
  const half = Math.ceil(all.length / 2);
  const parts = all.length > 5 ? [all.slice(0, half), all.slice(half)] : [all];
  document.getElementById("totals").replaceChildren(element("div", { class: "columns" }, ...parts.map(table)));
  document.getElementById("amounts").hidden = all.length === 0;
}
