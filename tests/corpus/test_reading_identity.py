"""Ids that come again, and inputs that changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.corpus.readers import Source, Unreadable, fingerprint, unique_ids
from entitas.errors import InputError


@given(st.lists(st.sampled_from(["a", "a#2", "a#3", "b", ""])))
def test_every_document_has_an_id_of_its_own(ids: list[str]) -> None:
    given_ = [Source(id_, str(n), "") for n, id_ in enumerate(ids)]
    found = [item for item in unique_ids(given_) if isinstance(item, Source)]
    assert [item.text for item in found] == [item.text for item in given_]
    assert len({item.id for item in found}) == len(ids)
    for n, (before, after) in enumerate(zip(given_, found, strict=True)):
        assert after.id.startswith(before.id)
        if before.id not in [item.id for item in found[:n]]:
            assert after.id == before.id


def test_later_ones_are_numbered_and_failures_left_alone() -> None:
    failed = Unreadable("a:2", "broken", "")
    given_ = [Source("x", "", "a:1"), failed, Source("x", "", "a:3"), Source("x", "", "a:4")]
    one, two, three, four = unique_ids(given_)
    assert two is failed
    assert one == given_[0]
    assert (three, four) == (Source("x#2", "", "a:3"), Source("x#3", "", "a:4"))


def test_a_fingerprint_tells_inputs_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 200_000)
    os.utime(path, ns=(1, 1))
    first = fingerprint([path])
    assert fingerprint([path]) == first
    os.utime(path, ns=(1, 2))
    assert fingerprint([path]) != first
    for at in (0, 199_999):
        raw = bytearray(b"x" * 200_000)
        raw[at] = ord("y")
        path.write_bytes(raw)
        os.utime(path, ns=(1, 1))
        assert fingerprint([path]) != first
    assert fingerprint([Path("-")]) != fingerprint([])
    with pytest.raises(InputError, match="absent"):
        fingerprint([tmp_path / "absent"])
