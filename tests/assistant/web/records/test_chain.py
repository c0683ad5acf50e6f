"""A chain without its beginning holds only if it says itself how it lost it."""

from dataclasses import replace

import pytest

from assistant.web.records.chain import Record, first_broken


def chain(first, previous, detail):
    """Three records from number `first` on; the last tells of a pruning."""
    made = []
    for number in range(first, first + 3):
        last = number == first + 2
        kind, told = ("audit-pruned", detail) if last else ("uploaded", {})
        record = Record(number, "t", kind, "u", "n", "a", "o", True, "r", told, previous)
        made.append(replace(record, hash=record.sealed()))
        previous = made[-1].hash
    return made


@pytest.mark.parametrize(
    ("through", "hash", "sound"),
    [("7", "7" * 64, True), ("7", "6" * 64, False), ("6", "7" * 64, False), ("8", "7" * 64, False)],
)
def test_the_pruning_must_name_the_last_record_that_is_gone_and_its_hash(through, hash, sound):
    broken = first_broken(chain(8, "7" * 64, {"through": through, "hash": hash}), {})
    assert (broken is None) is sound
    assert sound or broken.number == 1


def test_a_pruning_that_failed_excuses_nothing():
    records = chain(8, "7" * 64, {"through": "7", "hash": "7" * 64})
    failed = replace(records[-1], good=False)
    records[-1] = replace(failed, hash=failed.sealed())
    assert first_broken(records, {}).number == 1
