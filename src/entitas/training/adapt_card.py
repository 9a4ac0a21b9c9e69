"""What an adapted model was made from and how it did, as its card and as data."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict
from rich.table import Table

__all__ = ["Adaptation", "Gain", "Score", "card", "score_table", "verdict"]

_TESTS = {"articles": "held-out articles", "names": "the same with the pack's names"}
_HEADS = {"entities": "A", "offices": "B"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Score(_Part):
    """Micro F1 of one head before and after.

    Args:
        test: "articles" as they are, or with "names" of the pack in them.
        head: The head of "entities" or of "offices".
        spans: How many gold spans there are.
        exact: Before and after; start, end and label must be right.
        overlap: Before and after; a shared character and the label do.
    """

    test: Literal["articles", "names"]
    head: Literal["entities", "offices"]
    spans: int
    exact: tuple[float, float]
    overlap: tuple[float, float]


class Gain(_Part):
    """What the mean exact F1 of both heads gained on the held-out articles as they are.

    Args:
        mean: The gain; below 0 for a loss.
        low: The lower end of what other articles may give: the 90 % interval of a bootstrap.
        high: The upper end.
    """

    mean: float
    low: float
    high: float


class Adaptation(_Part):
    """All that made an adapted model, and its scores.

    Args:
        name: Its name.
        version: Its version.
        parent: The name of the model that it was made from.
        parent_version: The version of that.
        packs: The names of the packs' files.
        entries: How many entries of the packs gave names.
        gold: The name of the file of annotated articles.
        held_out_file: The name of the file of held-out articles; None if they are from ``gold``.
        articles: How many articles were trained on.
        copies: How many copies of them with names of the packs.
        held_out: How many articles were held out.
        left_out: How many articles were not trained on as they share a sentence with held-out ones.
        epochs: How often each text was seen.
        rate: The peak learning rate of the encoder.
        head_rate: That of the heads.
        seed: What fixed all chance.
        scores: The scores on the held-out articles.
        gain: What was gained on them.
        rounding: What the parent's own weights gain or lose, rounded to eight bits anew.
        names: How many names of the packs stand in the held-out articles with such names.
        found: How many of these were found exactly, before and after.
    """

    name: str
    version: str
    parent: str
    parent_version: str
    packs: tuple[str, ...]
    entries: int
    gold: str
    held_out_file: str | None
    articles: int
    copies: int
    held_out: int
    left_out: int
    epochs: int
    rate: float
    head_rate: float
    seed: int
    scores: tuple[Score, ...]
    gain: Gain
    rounding: float
    names: int
    found: tuple[int, int]

    @property
    def better(self) -> bool:
        """Whether more was gained than by chance, or by rounding."""
        return self.gain.low > abs(self.rounding)


def score_table(made: Adaptation) -> Table:
    """Return the scores as a table to print with rich."""
    table = Table("test", "head", "spans", "exact", "overlap", title="F1 before → after", box=None)
    for row in _rows(made):
        table.add_row(*row)
    return table


def verdict(made: Adaptation) -> str:
    """Say whether the model is better than its parent."""
    gain = made.gain
    facts = (
        f"{made.parent} on the held-out articles: mean exact F1 of both heads {gain.mean:+.3f}, "
        f"90 % interval {gain.low:+.3f} to {gain.high:+.3f}"
    )
    if made.better:
        return f"Better than {facts}."
    if gain.high < 0:
        return f"WORSE than {facts}; keep using {made.parent}."
    return (
        f"NOT clearly better than {facts}; chance or rounding may give as much (the parent's "
        f"weights rounded anew: {made.rounding:+.3f} without any training)."
    )


def card(made: Adaptation) -> str:
    """Return the model's card, in Markdown."""
    rows = "\n".join(f"| {' | '.join(row)} |" for row in _rows(made))
    others = f", {made.held_out_file}" if made.held_out_file else f", set apart from {made.gold}"
    return f"""\
# {made.name}

{made.parent} version {made.parent_version}, trained on with the names of {", ".join(made.packs)} \
by `entitas train adapt`. Its labels, its tokenizer and its use are those of its parent.

**{verdict(made)}**

## Made from

| what | count |
|---|---|
| the weights of {made.parent} version {made.parent_version}, rebuilt from eight bits | |
| entries of {", ".join(made.packs)} with names of bodies or places | {made.entries:,} |
| annotated articles as they are, {made.gold} | {made.articles:,} |
| copies of them with names of the packs in the place of theirs | {made.copies:,} |
| articles left out, as they share a sentence with held-out ones | {made.left_out:,} |
| held-out articles{others} | {made.held_out:,} |

## Recipe

Epochs: {made.epochs}. Peak learning rate {made.rate:g} (heads {made.head_rate:g}), embeddings \
frozen, seed {made.seed}. A body gives way to one of its kind, a place to one of its level. Some \
texts come in lower or upper case, with typos, without punctuation or with glued words. The \
weights are in eight bits again. `log.jsonl` has a line for each epoch.

## Scores

F1 before → after, both models in eight bits. "Exact": same start, end and label. "Overlap": at \
least one character shared. Head A: people, bodies, places; head B: offices and ranks. No held-out \
article was trained on here; whether the parent knew them, its card says.

| test | head | spans | exact | overlap |
|---|---|---|---|---|
{rows}

In the second test the names were seen in training, the sentences were not. Of its \
{made.names:,} names of the packs, {made.found[0]:,} were found exactly before and \
{made.found[1]:,} after.

## Limits

- {made.held_out:,} held-out articles tell no more than the interval above says. It does not \
contain that weights rounded to eight bits anew score otherwise: the parent's own by \
{made.rounding:+.3f}, without any training.
- What the parent's other training data taught was not replayed: other news may be read worse than \
by the parent, and so may the manner of its corpora (`--corpus`).
- The calibration of scores is the parent's; `entitas train calibrate` fits it anew.
- The limits of the parent, and what it is not to be used for, hold here too: see its card.

## Licence

That of its parent, {made.parent}, whose card names the sources of its data; the models that are \
shipped with entitas are under the MIT licence. What the packs and articles allow is for their \
owners to say.
"""


def _rows(made: Adaptation) -> list[tuple[str, ...]]:
    return [
        (
            _TESTS[score.test],
            _HEADS[score.head],
            str(score.spans),
            f"{score.exact[0]:.3f} → {score.exact[1]:.3f}",
            f"{score.overlap[0]:.3f} → {score.overlap[1]:.3f}",
        )
        for score in made.scores
    ]
