// A bulletin's text with its mentions, and the card that says what one of them was read as, and why.

/** A function from the record's offsets to those of JavaScript, which counts UTF-16 units. */
function toUtf16(text, unit) {
  if (unit === "utf16" || (unit === "char" && !/[\ud800-\udfff]/.test(text))) return (offset) => offset;
  const places = [];
  let at = 0;
  for (const character of text) {
    const code = character.codePointAt(0);
    const length = unit === "char" ? 1 : code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let part = 0; part < length; part++) places.push(at);
    at += character.length;
  }
  places.push(at);
  return (offset) => places[offset];
}

/** All mentions of a record in text order, the outer before the inner. */
function mentionsOf(record) {
  const place = toUtf16(record.text, record.offsets);
  const all = [];
  for (const kind of KINDS) {
    for (const item of record[kind.list]) {
      for (const mention of item.mentions ?? [item]) {
        all.push({ kind, item, mention, start: place(mention.start), end: place(mention.end) });
      }
    }
  }
  return all.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The text with its mentions as elements. */
function markedText(record) {
  const text = record.text;
  const mentions = mentionsOf(record);
  const sought = terms();
  let next = 0;
  const fill = (box, start, end) => {
    let at = start;
    while (next < mentions.length && mentions[next].start < end) {
      const found = mentions[next++];
      if (found.start < at) continue;
      box.append(...highlighted(text.slice(at, found.start), sought));
      const mark = element("span", { class: `mention ${found.kind.name}`, tabindex: "0", role: "button", "aria-haspopup": "dialog" });
      fill(mark, found.start, found.end);
      mark.found = found;
      box.append(mark);
      at = found.end;
    }
    box.append(...highlighted(text.slice(at, end), sought));
  };
  const box = element("p", { class: "text" });
  fill(box, 0, text.length);
  return box;
}

/** A piece of text in which the words that are looked for are marked. */
function highlighted(text, sought) {
  if (sought.length === 0 || text === "") return [text];
  const pattern = new RegExp(sought.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "gi");
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(at, match.index), element("mark", {}, match[0]));
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)];
}

/** What was found in a bulletin whose text the page does not hold. */
function foundOnly(record) {
  const box = element("div", { class: "found" }, element("p", { class: "hint" }, "The page holds no text of this bulletin, as it would be too large; this was found in it:"));
  for (const kind of KINDS) {
    const found = record[kind.list].map((item) => item.name ?? item.text);
    if (found.length > 0) box.append(element("h4", { class: kind.name }, kind.many), element("p", {}, [...new Set(found)].join(" · ")));
  }
  return box;
}

/** What an item was read as, as pairs of a name and a text. */
function facts({ kind, item, mention }) {
  const pairs = [];
  const say = (name, text) => {
    if (text !== null && text !== undefined && text !== "") pairs.push([name, String(text)]);
  };
  if (kind.name === "date") {
    say("value", item.value ?? "not settled by the text");
    if (item.from && (item.from !== item.value || item.to !== item.value)) say("days", item.from === item.to ? item.from : `${item.from} to ${item.to}`);
    say("sort", item.date_kind);
    say("counted from", item.anchor && (item.anchor.text ?? { published: "the day of publication", dateline: "the date line" }[item.anchor.from]));
    say("note", item.ambiguous && "day and month could be exchanged");
  } else if (kind.name === "quantity") {
    say("value", `${item.bound === "=" ? "" : `${item.bound} `}${item.value !== null ? numbers.format(item.value) : `${numbers.format(item.low)}–${numbers.format(item.high)}`} ${item.unit ?? ""}`);
    say("of", item.of);
    say("in SI", item.si !== null && item.si !== item.value ? numbers.format(item.si) : null);
    say("near", [item.near?.date, item.near?.place].filter(Boolean).join(", "));
  } else {
    say("name", item.canonical ?? item.name);
    say("role", mention.role ?? item.role);
    say("of", item.organisation);
    say("acronym", item.acronym);
    say("sort", item.organisation_kind ?? item.place_kind);
    say("country", item.country);
    say("region", item.region);
    if (typeof item.latitude === "number") say("lies at", `${item.latitude.toFixed(2)}, ${item.longitude.toFixed(2)}`);
    say("mentions", item.mentions.length);
  }
  return pairs;
}

/** The number of the value that a mention can narrow to. */
function valueOf({ kind, item }) {
  const facet = FACETS.find((facet) => facet.kind === kind.name);
  if (!facet) return undefined;
  if (kind.name !== "quantity") return facet.byKey.get(item.key ?? item.name.toLowerCase())?.number;
  const things = FACETS.find((facet) => facet.name === "things");
  return (things.byKey.get(item.of?.toLowerCase()) ?? facet.byKey.get(item.unit))?.number;
}

/** The rule and the evidence, if the record has them. */
function why({ kind, item, mention }) {
  if (!item.rule) return null;
  const most = Math.max(1, ...item.evidence.map((reason) => Math.abs(reason.weight)));
  const rows = item.evidence.slice(0, 7).map((reason) => element("div", { class: reason.weight < 0 ? "reason against" : "reason" },
    element("span", { title: reason.name }, reason.name),
    element("i", { share: Math.abs(reason.weight) / most }),
    element("small", {}, (reason.weight > 0 ? "+" : "−") + Math.abs(reason.weight).toFixed(1))));
  const first = item.mentions?.[0];
  const note = first && first !== mention ? ` (its first mention here, ${first.text})` : "";
  return element("div", { class: "why" },
    element("dl", {}, element("dt", {}, "rule"), element("dd", {}, item.rule + note), element("dt", {}, "sure"), element("dd", {}, `${Math.round(item.confidence * 100)} %`)),
    ...rows);
}

const card = document.getElementById("card");
let cardOf = null;
let leaving = 0;

/** Shows the card of a mention beside it. */
function openCard(mark) {
  clearTimeout(leaving);
  if (cardOf === mark) return;
  closeCard();
  cardOf = mark;
  const { kind, item, mention } = mark.found;
  const value = valueOf(mark.found);
  const narrow = value === undefined ? null : element("button", { type: "button", onclick: () => chooseValue(value) },
    choice.values.has(value) ? "Show the others again" : `Only bulletins with ${values[value].label}`);
  card.className = kind.name;
  card.replaceChildren(
    element("p", { class: "sort" }, kind.one),
    element("h4", {}, mention.text.replace(/\s+/g, " ")),
    element("dl", {}, ...facts(mark.found).flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)])),
    ...[why({ kind, item, mention }), narrow].filter(Boolean));
  card.hidden = false;
  mark.classList.add("open");
  mark.setAttribute("aria-describedby", "card");
  const [at, size] = [mark.getClientRects()[0] ?? mark.getBoundingClientRect(), card.getBoundingClientRect()];
  const below = at.bottom + 6 + size.height < innerHeight || at.top < size.height + 10;
  card.style.top = `${Math.max(8, below ? Math.min(at.bottom + 6, innerHeight - size.height - 8) : at.top - size.height - 6)}px`;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 12))}px`;
}

function closeCard() {
  clearTimeout(leaving);
  cardOf?.classList.remove("open");
  cardOf?.removeAttribute("aria-describedby");
  cardOf = null;
  card.hidden = true;
}

/** Lets the card go, unless the pointer or the focus is in it by then. */
function leaveCard() {
  clearTimeout(leaving);
  leaving = setTimeout(() => {
    const isHeld = card.matches(":hover") || card.contains(document.activeElement) || document.activeElement === cardOf;
    if (!isHeld) closeCard();
  }, 160);
}

function watchMentions(list) {
  const markAt = (event) => event.target.closest?.(".mention");
  list.addEventListener("pointerover", (event) => markAt(event) && openCard(markAt(event)));
  list.addEventListener("pointerout", leaveCard);
  list.addEventListener("focusin", (event) => (markAt(event) ? openCard(markAt(event)) : closeCard()));
  list.addEventListener("focusout", leaveCard);
  list.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || !markAt(event)) return;
    event.preventDefault();
    openCard(markAt(event));
    card.querySelector("button")?.focus();
  });
  card.addEventListener("pointerleave", leaveCard);
  card.addEventListener("focusout", leaveCard);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || card.hidden) return;
    const mark = cardOf;
    closeCard();
    mark?.focus({ preventScroll: true });
    closeCard();
  });
  addEventListener("scroll", () => card.contains(document.activeElement) || closeCard(), { passive: true });
}
