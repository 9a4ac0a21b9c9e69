"""Write the fuzzy index of a compiled gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from entitas.gazetteer.fuzzy.neighbours import LETTERS, deletions, letter_sets, letters
from entitas.gazetteer.fuzzy.shapes import budget, merged, shape_of
from entitas.gazetteer.strings import Strings, write_array

__all__ = ["BITS", "BUCKETS", "build_fuzzy"]

#: How many bits of a hash the filter in front of the sorted hashes looks at.
BITS = 27
#: How many bits of a hash tell the bucket it lies in.
BUCKETS = 21


def build_fuzzy(keys: Sequence[str], folder: Path) -> None:
    """Write the index of some folded names.

    Args:
        keys: The names; those that are too short for an edit are left out.
        folder: Where to write.
    """
    plain = [(shape_of(key).replace(" ", ""), key) for key in keys]
    both = {pair for own, key in plain for pair in ((own, key), (merged(own), key))}
    shaped = sorted((own, key) for own, key in both if budget(len(own)))
    owners = list(dict.fromkeys(own for own, _ in shaped))
    number = {own: n for n, own in enumerate(owners)}
    counts = np.bincount([number[own] for own, _ in shaped], minlength=len(owners))
    edits = np.array([budget(len(own)) for own in owners], np.uint8)
    lengths = np.array([len(own) for own in owners], np.int64)
    codes, end = letters("".join(owners)), np.cumsum(lengths)
    begin = end - lengths
    pairs = [np.zeros(0, np.uint64)]
    for allowed in (1, 2):
        chosen = np.flatnonzero(edits == allowed)
        if len(chosen):
            places = np.arange(LETTERS)
            first = codes[begin[chosen, None] + places] * (places < lengths[chosen, None])
            hashes = deletions(first, allowed).astype(np.uint64)
            pairs.append(((hashes << np.uint64(32)) | chosen[:, None].astype(np.uint64)).ravel())
    # by sorting, which for so many is five times as fast as np.unique
    listed = np.sort(np.concatenate(pairs))
    unique = listed[np.flatnonzero(np.diff(listed, prepend=~listed[:1]))]
    hashes = (unique >> np.uint64(32)).astype(np.uint32)
    bits = np.zeros(1 << BITS, np.bool_)
    bits[hashes >> np.uint32(32 - BITS)] = True
    Strings.write(folder / "fuzzy_shapes", owners)
    Strings.write(folder / "fuzzy_keys", (key for _, key in shaped))
    write_array(folder / "fuzzy_starts.npy", np.concatenate(([0], np.cumsum(counts))).astype("u4"))
    write_array(folder / "fuzzy_lengths.npy", lengths.astype(np.uint16))
    write_array(folder / "fuzzy_letters.npy", letter_sets(codes, begin, end))
    # where the hashes with each beginning start, so that one is found without a search
    starts = np.searchsorted(hashes, np.arange(1 << BUCKETS, dtype=np.uint32) << (32 - BUCKETS))
    write_array(folder / "fuzzy_buckets.npy", np.append(starts, len(hashes)).astype(np.uint32))
    write_array(folder / "fuzzy_hashes.npy", hashes)
    write_array(folder / "fuzzy_owners.npy", unique.astype(np.uint32))
    write_array(folder / "fuzzy_bits.npy", np.packbits(bits, bitorder="little"))
