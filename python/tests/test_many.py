"""`Extractor.extract_many`: order, bounds, errors."""

from __future__ import annotations

import itertools

import pytest
from bulletins import bulletins


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_records_come_in_order_whatever_the_threads(extractor, run, threads):
    given = list(bulletins(500))
    expected = run(bulletins=given)
    for record in expected:
        record["source"] = None
    assert list(extractor.extract_many(iter(given), threads=threads)) == expected


def test_texts_alone_are_numbered(extractor):
    records = extractor.extract_many(["In May 2019.", {"text": "In June 2019.", "id": 70, "other": object()}])
    assert [record["id"] for record in records] == ["1", "70"]


@pytest.mark.parametrize(("threads", "most"), [(1, 0), (2, 64)])
def test_reading_runs_ahead_of_the_records_by_a_bound(extractor, threads, most):
    read = 0

    def endless():
        nonlocal read
        for read in itertools.count(1):
            yield f"On 3 May 2019 {read} tons of rice arrived."

    for given, _ in enumerate(itertools.islice(extractor.extract_many(endless(), threads=threads), 300), start=1):
        assert given <= read <= given + most


def test_heavy_bulletins_are_not_hoarded(extractor):
    read = 0

    def heavy():
        nonlocal read
        for read in range(1, 40):
            yield "x" * (3 << 20)

    next(extractor.extract_many(heavy(), threads=2))
    assert read <= 4


FAULTY = ["In May 2019.", 7, {"id": "b"}, {"id": "c", "text": "In June 2019.", "published": "soon"}, "In July 2019."]


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_is_raised_in_its_place_and_the_rest_goes_on(extractor, threads):
    records = extractor.extract_many(FAULTY, threads=threads)
    assert next(records)["id"] == "1"
    with pytest.raises(TypeError, match="not int"):
        next(records)
    with pytest.raises(ValueError, match="without 'text'"):
        next(records)
    with pytest.raises(ValueError, match="not a day"):
        next(records)
    assert next(records)["dates"][0]["value"] == "2019-07"
    with pytest.raises(StopIteration):
        next(records)


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_can_be_a_record(extractor, threads):
    records = list(extractor.extract_many(FAULTY, threads=threads, on_error="record"))
    assert [record["id"] for record in records] == ["1", "2", "b", "c", "5"]
    assert ["error" in record for record in records] == [False, True, True, True, False]


def test_what_the_iterable_raises_is_raised_behind_what_came_before(extractor):
    def broken():
        yield "In May 2019."
        raise OSError("the disk is gone")

    records = extractor.extract_many(broken(), threads=2, on_error="record")
    assert next(records)["id"] == "1"
    with pytest.raises(OSError, match="the disk is gone"):
        next(records)
    assert list(records) == []


def test_an_iterator_may_be_left(extractor):
    for _ in range(20):
        next(extractor.extract_many(itertools.repeat("On 3 May 2019."), threads=2))
