"""Bulletins of our own making, as many as one likes: one or two sentences each, varied, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

GIVEN = "Amina Bogdan Chiara Dmitri Elena Farid Greta Hassan Ingrid Joao Karin Lamine Mirela Nikola Oksana Pavel".split()
FAMILY = "Abdulov Bergstrom Castelli Diallo Ermakov Fontaine Gudmunds Horvath Ivanescu Jansons Kovalchuk Lindqvist".split()
TOWNS = "Almaty Bergen Cardiff Dushanbe Esbjerg Freetown Gdansk Haifa Izmir Jakarta Kisumu Lviv Mombasa Nairobi".split()
OFFICES = "Minister of Transport|Minister of Health|Deputy Prime Minister|Secretary General|Chief of Police".split("|")
BODIES = "Ministry of Agriculture|National Statistics Committee|World Food Programme|Customs Service|Port Authority".split("|")
GOODS = "heroin wheat maize cocaine cement rice".split()
MONTHS = "January February March April May June July August September October November December".split()


def bulletins(number: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """So many bulletins with `id`, `text` and, for most, `published`."""
    dice = random.Random(seed)
    for index in range(number):
        published = f"{dice.randint(1995, 2024)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        yield {"id": f"b{index}", "text": _text(dice), "published": published if dice.random() < 0.8 else None}


def _text(dice: random.Random) -> str:
    person, town, body = f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}", dice.choice(TOWNS), dice.choice(BODIES)
    day = f"{dice.randint(1, 28)} {dice.choice(MONTHS)} {dice.randint(1995, 2024)}"
    amount, goods = dice.randint(2, 9000), dice.choice(GOODS)
    first = dice.choice(
        [
            f"{dice.choice(OFFICES)} {person} arrived in {town} on {day}.",
            f"The {body} said on {day} that more than {amount} kg of {goods} had been seized in {town}.",
            f"{person} told reporters in {town} yesterday that ${amount} million would be spent.",
            f"The {body} delivered {amount} tonnes of {goods} to {town} between {dice.randint(1, 9)} and {day}.",
        ]
    )
    second = dice.choice(["", f" Talks go on until {day}.", f" The {body} employs {amount} people in {town}.", " No one was hurt."])
    return first + second
