"""Write the fuzzy index of a compiled gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from entitas.gazetteer.fuzzy.neighbours import deletions, letters
from entitas.gazetteer.fuzzy.shapes import budget, merged, shapes
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
    plain = [("".join(shapes(key)), key) for key in keys]
    both = {pair for shape, key in plain for pair in ((shape, key), (merged(shape), key))}
    shaped = sorted((shape, key) for shape, key in both if budget(len(shape)))
    owners = list(dict.fromkeys(shape for shape, _ in shaped))
    number = {shape: n for n, shape in enumerate(owners)}
    counts = np.bincount([number[shape] for shape, _ in shaped], minlength=len(owners))
    edits = np.array([budget(len(shape)) for shape in owners], np.uint8)
    pairs = [np.zeros(0, np.uint64)]
    for allowed in (1, 2):
        chosen = np.flatnonzero(edits == allowed)
        if len(chosen):
            hashes = deletions(letters([owners[n] for n in chosen]), allowed).astype(np.uint64)
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
    write_array(folder / "fuzzy_lengths.npy", np.array([len(s) for s in owners], np.uint16))
    # where the hashes with each beginning start, so that one is found without a search
    starts = np.searchsorted(hashes, np.arange(1 << BUCKETS, dtype=np.uint32) << (32 - BUCKETS))
    write_array(folder / "fuzzy_buckets.npy", np.append(starts, len(hashes)).astype(np.uint32))
    write_array(folder / "fuzzy_hashes.npy", hashes)
    write_array(folder / "fuzzy_owners.npy", unique.astype(np.uint32))
    write_array(folder / "fuzzy_bits.npy", np.packbits(bits, bitorder="little"))
