"""Names in Cyrillic, Greek, Georgian, Armenian and Hangul as English texts spell them.

A name often has several usual spellings (`Yevgeny`, `Evgeniy`, `Evgenii`): one comes from each convention.
"""

import re

VOWELS = "аеёиоуыэюяіїєйьъ"
CYRILLIC = dict(zip("абвгдзиклмнопрстуфъэ", "a b v g d z i k l m n o p r s t u f _ e".split()))
CYRILLIC |= {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""}
# How each convention writes what they differ in: initial or post-vocalic е, ё, final ий and ый, й, ю, я.
CONVENTIONS = [
    {"е": "ye", "ё": "yo", "ий": "y", "ый": "y", "й": "y", "ю": "yu", "я": "ya"},
    {"е": "e", "ё": "e", "ий": "i", "ый": "y", "й": "i", "ю": "yu", "я": "ya"},
    {"е": "e", "ё": "yo", "ий": "iy", "ый": "yy", "й": "y", "ю": "yu", "я": "ya"},
    {"е": "e", "ё": "io", "ий": "ii", "ый": "yi", "й": "i", "ю": "iu", "я": "ia"},
]
UKRAINIAN = CYRILLIC | {"г": "h", "ґ": "g", "и": "y", "і": "i", "'": "", "’": ""}
UKRAINIAN_CONVENTIONS = [
    {"є": "ye", "ї": "yi", "ий": "y", "й": "y", "ю": "yu", "я": "ya", "ій": "iy"},
    {"є": "ie", "ї": "i", "ий": "yi", "й": "i", "ю": "iu", "я": "ia", "ій": "ii"},
    {"є": "ye", "ї": "i", "ий": "yy", "й": "y", "ю": "yu", "я": "ya", "ій": "iy"},
]
GREEK = [
    ("ου", "ou"), ("αυ", "av"), ("ευ", "ef"), ("μπ", "b"), ("ντ", "nt"), ("γγ", "ng"), ("γκ", "gk"), ("τσ", "ts"), ("τζ", "tz"),
    ("α", "a"), ("β", "v"), ("γ", "g"), ("δ", "d"), ("ε", "e"), ("ζ", "z"), ("η", "i"), ("θ", "th"), ("ι", "i"), ("κ", "k"),
    ("λ", "l"), ("μ", "m"), ("ν", "n"), ("ξ", "x"), ("ο", "o"), ("π", "p"), ("ρ", "r"), ("σ", "s"), ("ς", "s"), ("τ", "t"),
    ("υ", "y"), ("φ", "f"), ("χ", "ch"), ("ψ", "ps"), ("ω", "o"),
]
GEORGIAN = dict(zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
                    "a b g d e v z t i k l m n o p zh r s t u p k gh k sh ch ts dz ts ch kh j h".split()))
ARMENIAN = dict(zip("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
                    "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f".split()))
HANGUL_INITIAL = "g kk n d tt r m b pp s ss _ j jj ch k t p h".split()
HANGUL_VOWEL = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
HANGUL_FINAL = "_ k k k n n n t l k m p t t p l m p p t t ng t t k t p t".split()


def capital(word):
    return re.sub(r"(^|[- ])(\w)", lambda found: found[1] + found[2].upper(), word)


def _slavic(word, letters, convention):
    word, out = word.lower(), ""
    position = 0
    while position < len(word):
        last = word[position:]
        if last in convention and len(last) == 2:
            return out + convention[last]
        letter = word[position]
        if letter == "е" and convention.get("е") == "ye" and position and word[position - 1] not in VOWELS:
            out += "e"
        elif letter in convention:
            out += convention[letter]
        else:
            out += letters.get(letter, letter)
        position += 1
    return out


def russian(word):
    yield from (capital(_slavic(word, CYRILLIC, convention)) for convention in CONVENTIONS)


def ukrainian(word):
    yield from (capital(_slavic(word, UKRAINIAN, {**convention, "е": "e"})) for convention in UKRAINIAN_CONVENTIONS)


def bulgarian(word):
    letters = CYRILLIC | {"щ": "sht", "х": "h", "ъ": "a", "ь": "y"}
    yield capital(_slavic(word, letters, CONVENTIONS[2]))


def macedonian(word):
    letters = CYRILLIC | {"х": "h", "ј": "j", "љ": "lj", "њ": "nj", "ѓ": "gj", "ќ": "kj", "џ": "dj", "ѕ": "dz", "ц": "c", "е": "e"}
    yield capital("".join(letters.get(letter, letter) for letter in word.lower()))


def greek(word):
    import table

    word = table.fold(word)
    for letters, latin in GREEK:
        word = word.replace(letters, latin)
    yield capital(word)
    if "ch" in word:
        yield capital(word.replace("ch", "h"))


def georgian(word):
    yield capital("".join(GEORGIAN.get(letter, letter) for letter in word))


def armenian(word):
    word = word.lower().replace("ու", "u").replace("և", "ev")
    for old, new in [("^ե", "ye"), ("^ո", "vo")]:
        word = re.sub(old, new, word)
    word = "".join(ARMENIAN.get(letter, letter) for letter in word)
    yield capital(word)
    if word.endswith("yan"):
        yield capital(word[:-3] + "ian")


def hangul(word):
    syllables = []
    for letter in word:
        index = ord(letter) - 0xAC00
        if not 0 <= index < 11172:
            return
        parts = HANGUL_INITIAL[index // 588], HANGUL_VOWEL[index % 588 // 28], HANGUL_FINAL[index % 28]
        syllables.append("".join(parts).replace("_", ""))
    yield capital("".join(syllables))
    yield capital(syllables[0]) + "".join("-" + syllable for syllable in syllables[1:])
