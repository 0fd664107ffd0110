// The page: what is chosen, and everything drawn anew when that changes.

/** How many bulletins, and how many values of a facet, are shown at first and more at a time. */
const PAGE = 20;
const VALUES = 10;
/** Where there are no more bulletins than this, they stand open. */
const FEW = 3;

const at = (id) => document.getElementById(id);
const limits = new Map(FACETS.map((facet) => [facet.name, VALUES]));
const sought = new Map();
const opened = new Set();
let limit = PAGE;

function chooseValue(number) {
  if (!choice.values.delete(number)) choice.values.add(number);
  changed();
}

function chooseTime(level, time) {
  const isSame = choice.time?.level === level && choice.time.at === time;
  choice.time = isSame ? null : { level, at: time };
  changed();
}

/** A value that can be pressed, with how many bulletins have it. */
function valueButton(value, count, most) {
  return element("button", {
    class: `value ${FACETS.find((facet) => facet.name === value.facet).kind}`, type: "button", title: value.label, share: count === null ? 0 : count / most,
    "aria-pressed": String(choice.values.has(value.number)), "data-focus": `${count === null ? "sum" : "value"} ${value.number}`,
    onclick: () => chooseValue(value.number),
  }, element("span", {}, value.label), count === null ? null : element("small", { "aria-label": plural(count, "bulletin") }, numbers.format(count)));
}

function drawFacet(facet, counts) {
  const words = (sought.get(facet.name) ?? "").toLowerCase();
  const sieved = words === "" ? facet.values : facet.values.filter((value) => value.folded.includes(words));
  const { shown, size } = top(sieved, counts, limits.get(facet.name));
  const most = Math.max(1, ...shown.map((value) => counts[value.number]));
  facet.size.textContent = numbers.format(size);
  facet.list.replaceChildren(group(facet.title, "", shown.map((value) => valueButton(value, counts[value.number], most))));
  facet.further.hidden = size <= shown.length;
  facet.further.textContent = `${numbers.format(size - shown.length)} more`;
  facet.box.hidden = size === 0 && words === "";
}

function layFacets() {
  for (const facet of FACETS.filter((facet) => !facet.hidden)) {
    facet.size = element("small");
    facet.list = element("div");
    facet.further = element("button", { class: "further", type: "button", "data-focus": `further ${facet.name}`, onclick: () => {
      limits.set(facet.name, limits.get(facet.name) + 40);
      draw();
    } });
    const find = facet.values.length > 2 * VALUES ? element("input", { type: "search", placeholder: `Find among ${facet.title.toLowerCase()}`, "aria-label": `Find among ${facet.title.toLowerCase()}` }) : null;
    find?.addEventListener("input", () => {
      sought.set(facet.name, find.value);
      draw();
    });
    facet.box = element("section", { class: `facet ${facet.kind}`, "aria-label": facet.title }, element("h2", {}, facet.title, facet.size), find, facet.list, facet.further);
    at("facets").append(facet.box);
  }
}

function drawChips() {
  const chips = [...choice.values].map((number) => element("button", {
    class: `chip ${FACETS.find((facet) => facet.name === values[number].facet).kind}`, type: "button", "data-focus": `chip ${number}`, "aria-label": `${values[number].label}: take away`,
    onclick: () => chooseValue(number),
  }, values[number].label));
  if (choice.time) {
    const { level, at: time } = choice.time;
    chips.push(element("button", { class: "chip date", type: "button", "data-focus": "chip time", "aria-label": `${timeLabel(choice.time)}: take away`, onclick: () => chooseTime(level, time) }, timeLabel(choice.time)));
  }
  if (choice.words) chips.push(element("button", { class: "chip", type: "button", "data-focus": "chip words", "aria-label": `${choice.words}: take away`, onclick: () => search("") }, choice.words));
  at("chips").replaceChildren(...chips);
}

/** A line of the text around the first word that is looked for. */
function snippet(record) {
  const text = (record.text ?? "").replace(/\s+/g, " ");
  const title = record.title ?? "";
  const [term] = terms();
  const found = term ? text.toLowerCase().indexOf(term) : -1;
  const titled = text.slice(0, 400).indexOf(title.replace(/\s+/g, " "));
  const start = found >= 0 ? Math.max(0, found - 50) : titled >= 0 ? titled + title.length : 0;
  const line = (start > 0 && found >= 0 ? "… " : "") + text.slice(start, start + 240).trim();
  const parts = highlighted(line, terms());
  return parts.map((part) => (typeof part === "string" ? part : element("em", {}, part.textContent)));
}

function drawBulletin(number, isOpen) {
  const record = records[number];
  const inside = element("div", { class: "inside", id: `inside-${number}` });
  const show = (open) => {
    opener.setAttribute("aria-expanded", String(open));
    opener.querySelector(".snippet").hidden = open;
    inside.hidden = !open;
    if (open && inside.childElementCount === 0) {
      inside.append(element("p", { class: "hint" }, record.source && record.source.path !== "-" ? `${record.id}, bytes ${record.source.start} to ${record.source.end} of ${record.source.path}` : record.id),
        record.text === undefined ? foundOnly(record) : markedText(record));
    }
  };
  const opener = element("button", { class: "opener", type: "button", "aria-controls": inside.id, "data-focus": `bulletin ${number}`, onclick: () => {
    const open = !opened.delete(number);
    if (open) opened.add(number);
    show(open);
  } }, element("b", {}, record.title ?? firstWords(record)), record.published ? element("time", { datetime: record.published }, dayLabel(record.published)) : element("span"), element("span", { class: "snippet" }, ...snippet(record)));
  if (isOpen) opened.add(number);
  show(opened.has(number));
  return element("article", { class: "bulletin" }, element("h3", {}, opener), inside);
}

function firstWords(record) {
  const words = (record.text ?? record.id).replace(/\s+/g, " ").trim();
  return words.length > 80 ? `${words.slice(0, 80)}…` : words;
}

function dayLabel(day) {
  return `${Number(day.slice(8, 10))} ${MONTHS_IN_FULL[Number(day.slice(5, 7)) - 1]} ${Number(day.slice(0, 4))}`;
}

let shownNow = [];

function draw() {
  const begun = performance.now();
  const focus = document.activeElement?.dataset?.focus;
  const { anyTime, shown } = fitting();
  shownNow = shown;
  const counts = countValues(shown);
  at("count").textContent = shown.length === records.length ? plural(records.length, "bulletin") : `${numbers.format(shown.length)} of ${plural(records.length, "bulletin")}`;
  FACETS.filter((facet) => facet.list).forEach((facet) => drawFacet(facet, counts));
  drawChips();
  drawBars(anyTime);
  drawMap(counts);
  drawTotals(shown);
  drawLegend(shown);
  closeCard();
  at("list").replaceChildren(...(shown.length === 0 ? [element("p", { class: "notice" }, "No bulletin has all of this. Take something of the choice away.")] : shown.slice(0, limit).map((number) => drawBulletin(number, shown.length <= FEW))));
  at("more").hidden = shown.length <= limit;
  at("more").textContent = `Show ${numbers.format(Math.min(PAGE, shown.length - limit))} more`;
  if (focus) document.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  document.documentElement.dataset.drawn = (performance.now() - begun).toFixed(1);
}

/** Draws after a choice: from the top of the list. */
function changed() {
  limit = PAGE;
  opened.clear();
  draw();
}

function drawLegend(shown) {
  const counts = countMentions(shown);
  at("legend").replaceChildren(...KINDS.filter((_, index) => counts[index] > 0).map((kind) => {
    const isMarked = !at("list").classList.contains(`without-${kind.name}`);
    const button = element("button", { class: `kind ${kind.name}`, type: "button", "aria-pressed": String(isMarked), "data-focus": `kind ${kind.name}`, title: "Mark these in the texts, or do not", onclick: () => {
      button.setAttribute("aria-pressed", String(!at("list").classList.toggle(`without-${kind.name}`)));
    } }, `${kind.many} ${numbers.format(counts[KINDS.indexOf(kind)])}`);
    return button;
  }));
}

function search(words) {
  at("words").value = words;
  choice.words = words.trim();
  changed();
}

/** The head of the page: the one bulletin's title, or how many there are and of when. */
function drawHead() {
  const days = records.map((record) => record.published).filter(Boolean).sort();
  const name = records.length === 1 ? (records[0].title ?? firstWords(records[0])) : plural(records.length, "bulletin");
  at("heading").textContent = name;
  document.title = name;
  const span = days.length === 0 ? [] : [days[0] === days.at(-1) ? dayLabel(days[0]) : `${dayLabel(days[0])} to ${dayLabel(days.at(-1))}`];
  const counts = countMentions(records.keys());
  const withoutText = records.filter((record) => record.text === undefined).length;
  const note = withoutText > 0 ? [`${plural(withoutText, "bulletin")} without text, as the page would be too large`] : [];
  at("about").textContent = [...span, ...KINDS.map((kind, index) => plural(counts[index], kind.one.toLowerCase(), kind.many.toLowerCase())), ...note].join(" · ");
}

function watch() {
  let typing = 0;
  at("words").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => search(at("words").value), 150);
  });
  at("words").addEventListener("keydown", (event) => event.key === "Enter" && (clearTimeout(typing), search(at("words").value)));
  at("basis").addEventListener("change", (event) => {
    choice.basis = event.target.value;
    choice.time = null;
    changed();
  });
  at("more").addEventListener("click", () => {
    const first = limit;
    limit += PAGE;
    draw();
    document.querySelectorAll(".opener")[first]?.focus();
  });
  at("json").addEventListener("click", () => {
    const json = JSON.stringify(shownNow.map((number) => records[number]), null, 1);
    const link = URL.createObjectURL(new Blob([json], { type: "application/json" }));
    at("json").href = link;
    setTimeout(() => URL.revokeObjectURL(link), 60000);
  });
  at("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
  });
  watchMentions(at("list"));
}

readRecords();
layFacets();
drawHead();
watch();
draw();
at("overview").hidden = records.length === 0;
