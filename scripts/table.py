"""What every generator shares: where the tables live, how one is written, how two forms compare.

A table is UTF-8 text with LF: comment lines that say what it is and where it comes from, one header
line, then rows of tab-separated cells. The first column, `form`, holds one or more forms divided by `|`.
"""

import re
import unicodedata
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent
TABLES = SCRIPTS.parent / "grammars" / "en"
OWN = SCRIPTS / "data"
NODE_MODULES = SCRIPTS / "node_modules"

_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'", "ʿ": "'", "ʾ": "'",
        "–": "-", "‐": "-", "‑": "-", "ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d",
        "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe",
        "ß": "ss", "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H", "ŧ": "t", "ŋ": "n", "ɓ": "b", "ɗ": "d", "ƙ": "k",
    }
)


def plain(form):
    """The form in plain ASCII letters where it can be, case kept: `Zürich` becomes `Zurich`."""
    decomposed = unicodedata.normalize("NFKD", form.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(form):
    """The key under which the program looks a form up: no case, no diacritics."""
    return plain(form).casefold()


def straight(form):
    """The form with plain apostrophes, hyphens and single spaces, its diacritics kept."""
    for curly in "‘’ʻʼ`´ʿʾ":
        form = form.replace(curly, "'")
    form = re.sub("[–‐‑]", "-", unicodedata.normalize("NFC", form))
    return " ".join(form.split())


def is_latin(form):
    """Whether the form, folded, is Latin letters with the usual punctuation of names."""
    return re.fullmatch(r"[A-Za-z][A-Za-z' .\-]*", plain(form)) is not None


def distinct(forms):
    """The forms without repetitions (after folding), in their order."""
    seen, kept = set(), []
    for form in forms:
        form = straight(form)
        if form and fold(form) not in seen:
            seen.add(fold(form))
            kept.append(form)
    return kept


def write(name, comments, columns, rows, ordered=False):
    """Writes one table; `rows` are sequences of cells, the first a list of forms or one form."""
    lines = []
    for forms, *cells in rows:
        form = forms if isinstance(forms, str) else "|".join(forms)
        cells = [str(cell) for cell in cells]
        assert form and not any("\t" in cell or "\n" in cell for cell in [form, *cells]), (form, cells)
        lines.append("\t".join([form, *cells]))
    if not ordered:
        lines = sorted(set(lines), key=lambda line: (fold(line.split("\t")[0]), line))
    text = "".join(f"# {comment}\n" for comment in comments)
    text += "\t".join(columns) + "\n" + "".join(line + "\n" for line in lines)
    (TABLES / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{name}: {len(lines)} rows, {len(text.encode()) / 1e6:.2f} MB")


def read(path):
    """The rows of a table as dictionaries; `form` is a list."""
    header, rows = None, []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            continue
        assert len(cells) == len(header), (path, line)
        row = dict(zip(header, cells))
        row["form"] = row["form"].split("|")
        rows.append(row)
    return rows


def blocks(name):
    """A hand-kept list under `data/`: `key: words…` lines, words divided by commas; `#` comments."""
    for line in (OWN / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            key, _, words = line.partition(":")
            yield key.strip(), [word.strip() for word in words.split(",") if word.strip()]
