"""Read back what ``entitas annotate`` wrote: the records, and what failed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from entitas.errors import InputError
from entitas.records import Document
from entitas.report.tally import Tally

__all__ = ["Failure", "Failures", "errors_beside", "read_failures", "read_records"]

_EXAMPLES = 5
_REASONS = 1_000
_LONGEST_ORIGINAL = 200


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that was not annotated: where it lies, why, and how it begins."""

    where: str
    reason: str
    original: str


@dataclass(slots=True)
class Failures:
    """How many documents failed, for which reasons, with the first of each reason."""

    total: int = 0
    reasons: Tally[str, list[Failure]] = field(default_factory=lambda: Tally(list, _REASONS))


def read_records(path: Path) -> Iterator[Document]:
    """Read the records of a JSON Lines file, one after the other.

    Raises:
        InputError: The file cannot be read, or a line of it is not a record.
    """
    for number, line in _lines(path):
        try:
            yield Document.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field_ = ".".join(map(str, first["loc"]))
            raise InputError(
                f"{path}, line {number}: not a record: {field_ + ': ' if field_ else ''}"
                f"{first['msg']}. Give the file that 'entitas annotate' wrote."
            ) from None


def errors_beside(records: Path) -> Path:
    """Return where ``entitas annotate`` puts what fails.

    >>> errors_beside(Path("out/records.jsonl")).name
    'records.errors.jsonl'
    """
    return records.with_name(records.stem + ".errors.jsonl")


def read_failures(path: Path) -> Failures:
    """Count what failed by its reason; numbers and places in a reason make no difference.

    Raises:
        InputError: The file cannot be read, or a line of it is not as it was written.
    """
    failures = Failures()
    for number, line in _lines(path):
        try:
            value = json.loads(line)
            failure = Failure(
                _writable(value["where"]),
                _writable(value["reason"]),
                _writable(value["original"][:_LONGEST_ORIGINAL]),
            )
            kind = _kind(failure)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise InputError(
                f"{path}, line {number}: not a failure as 'entitas annotate' writes it "
                '("where", "reason", "original"). Move the file away to do without it.'
            ) from None
        failures.total += 1
        examples = failures.reasons.add(kind)
        if len(examples) < _EXAMPLES:
            examples.append(failure)
    return failures


def _writable(text: str) -> str:
    """Replace the lone halves of characters that broken input may hold and no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _kind(failure: Failure) -> str:
    general = failure.reason
    for place in filter(None, (failure.where, re.sub(r":\d+$", "", failure.where))):
        general = general.replace(place, "…")
    return re.sub(r"(?<![\w-])(?:0x[0-9A-Fa-f]+|\d+)\b", "…", general) or "no reason given"


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as stream:
            yield from (
                (number, line) for number, line in enumerate(stream, 1) if not line.isspace()
            )
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
