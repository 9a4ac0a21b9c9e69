"""Many strings in one file that is mapped into memory, not read."""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
import numpy.typing as npt

__all__ = ["StringMap", "Strings", "read_array", "write_array"]


class Strings(Sequence[str]):
    """Strings of one line each: a text file of them, and the offset of each in it.

    >>> import tempfile; folder = Path(tempfile.mkdtemp())
    >>> Strings.write(folder / "names", ["Blora", "Tuban"])
    >>> names = Strings(folder / "names")
    >>> names[1], len(names), names.find("Tuban"), names.find("Batu")
    ('Tuban', 2, 1, None)
    """

    def __init__(self, path: Path) -> None:
        self._offsets = read_array(path.with_suffix(".npy"))
        with path.with_suffix(".txt").open("rb") as file:
            size = file.seek(0, 2)
            # an empty file cannot be mapped
            self._blob = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    @staticmethod
    def write(path: Path, items: Iterable[str]) -> None:
        """Write strings, none of which may hold a line break, for :class:`Strings` to map."""
        lines = [f"{item}\n".encode() for item in items]
        path.with_suffix(".txt").write_bytes(b"".join(lines))
        offsets = np.zeros(len(lines) + 1, np.uint32)
        np.cumsum([len(line) for line in lines], out=offsets[1:])
        write_array(path.with_suffix(".npy"), offsets)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        """Return one string, or a list of a slice of them."""
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self._blob[self._offsets[number] : self._offsets[number + 1] - 1].decode()

    def all(self) -> list[str]:
        """Return all at once, which is faster than one by one."""
        return self._blob[:].decode().split("\n")[:-1]

    def find(self, item: str) -> int | None:
        """Return the number of a string; they must be sorted."""
        at = bisect_left(self, item)
        return at if at < len(self) and self[at] == item else None


class StringMap(Mapping[str, str]):
    """Strings by strings, in two files.

    >>> import tempfile; folder = Path(tempfile.mkdtemp())
    >>> StringMap.write(folder / "seats", {"33": "Semarang", "35": "Surabaya"})
    >>> StringMap(folder / "seats")["35"]
    'Surabaya'
    """

    def __init__(self, path: Path) -> None:
        self.keys_in_order = Strings(path.with_name(f"{path.name}_keys"))
        self._values = Strings(path.with_name(f"{path.name}_values"))

    @staticmethod
    def write(path: Path, items: Mapping[str, str]) -> None:
        """Write a mapping of strings without line breaks, for :class:`StringMap` to map."""
        keys = sorted(items)
        Strings.write(path.with_name(f"{path.name}_keys"), keys)
        Strings.write(path.with_name(f"{path.name}_values"), (items[key] for key in keys))

    def __getitem__(self, key: str) -> str:
        number = self.keys_in_order.find(key)
        if number is None:
            raise KeyError(key)
        return self._values[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_in_order.all())

    def __len__(self) -> int:
        return len(self.keys_in_order)


def write_array(path: Path, array: npt.NDArray[np.generic]) -> None:
    """Write an array for :func:`read_array`."""
    np.save(path, array, allow_pickle=False)


def read_array(path: Path) -> npt.NDArray[Any]:
    """Map an array into memory; pages are read when they are looked at."""
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
