"""How many misspelt places the gazetteer still finds, and how many of its finds are places.

Run:  python benchmarks/misspelt.py [--names 1000] [--seed 0] [--gold ARTICLES.jsonl] [--json]

Names of five letters and more are drawn from the built-in gazetteer, as many districts as villages
as regencies and cities, and set into sentences as news writes them: with their level word and what
contains them ("warga Kecamatan Jenu, Kabupaten Tuban"), which is the context in which a
misspelt name can be told from another. Each is damaged once, by chance:

    one edit         a letter left out, put in, exchanged, or two turned round
    two edits        the same twice, in names of nine letters and more
    look-alikes      l, I or i for one another or 1, O for 0, m for rn, as scanning takes them
    lost space       "Pulogadung" for "Pulo Gadung", in names of two words and more
    inserted space   "Pu logadung"
    variants         no-break space, capitals, hyphen, line break, "Kec." for "Kecamatan"

A name counts as found when the gazetteer has a find of exactly its extent (with the level word or
without it) whose first candidate is called so; which of its namesakes is meant does not count. A
damaged name that is the name of another place counts like the others. `any` counts the finds of the
extent whose candidates hold the name at all.

With --gold, articles annotated by hand (as `entitas evaluate records` takes them), the precision of
what the gazetteer alone finds, without any NER, is measured too: finds of places that score at
least the resolver's gate count as right when their form is that of an annotated place.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entitas.gazetteer import Entry, Gazetteer
from entitas.gazetteer.fold import key_of
from entitas.resolve.choose import GATE

_LETTERS = "abcdefghijklmnoprstuwy"
_ALIKE = {"l": "I1", "i": "l1", "o": "0", "m": ("rn",), "I": "l1", "O": "0"}
_SENTENCES = (
    "Ratusan warga {} mendatangi kantor kepala daerah pada Senin pagi.",
    "Banjir melanda {} sejak kemarin, dan ratusan rumah terendam.",
    "Seorang pria ditangkap di {} karena mencuri sepeda motor.",
)
_LEVEL_WORDS = {
    "regency": "Kabupaten", "city": "Kota", "district": "Kecamatan", "village": "Desa",
}  # fmt: skip
_SHORT = {"Kabupaten": "Kab.", "Kecamatan": "Kec.", "Kota": "KOTA", "Desa": "Ds."}

Damage = Callable[[str, random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with a damaged name: where it stands, with and without its level word."""

    text: str
    spans: tuple[tuple[int, int], ...]
    name: str


def one_edit(name: str, draw: random.Random) -> str | None:
    """Change one letter, and leave capitals where they were: at the start of words."""
    changed = _changed(name.lower(), draw)
    return None if changed is None else re.sub(r"(?<![^ -])\w", lambda m: m[0].upper(), changed)


def _changed(name: str, draw: random.Random) -> str | None:
    places = [n for n, letter in enumerate(name) if letter.isalpha()]
    at = draw.choice(places)
    kind = draw.choice(("leave out", "put in", "exchange", "turn round"))
    if kind == "leave out":
        return name[:at] + name[at + 1 :]
    if kind == "put in":
        return name[:at] + draw.choice(_LETTERS) + name[at:]
    if kind == "exchange":
        return name[:at] + draw.choice(_LETTERS.replace(name[at], "")) + name[at + 1 :]
    turned = [n for n in places if n + 1 < len(name) and name[n] != name[n + 1] and n + 1 in places]
    if not turned:
        return None
    at = draw.choice(turned)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def two_edits(name: str, draw: random.Random) -> str | None:
    if sum(letter.isalpha() for letter in name) < 9:
        return None
    once = one_edit(name, draw)
    twice = one_edit(once, draw) if once else None
    return twice if twice and twice.lower() != name.lower() else None


def look_alike(name: str, draw: random.Random) -> str | None:
    places = [n for n, letter in enumerate(name) if n and letter in _ALIKE]
    if not places:
        return None
    at = draw.choice(places)
    return name[:at] + draw.choice(_ALIKE[name[at]]) + name[at + 1 :]


def lost_space(name: str, draw: random.Random) -> str | None:
    blanks = [n for n, letter in enumerate(name) if letter == " "]
    if not blanks:
        return None
    at = draw.choice(blanks)
    joined = name[:at] + name[at + 1 :]
    return joined if draw.random() < 0.5 else joined[: at + 1].capitalize() + joined[at + 1 :]


def inserted_space(name: str, draw: random.Random) -> str | None:
    places = [n for n in range(2, len(name) - 1) if name[n - 1].isalpha() and name[n].isalpha()]
    if not places:
        return None
    at = draw.choice(places)
    return f"{name[:at]} {name[at:]}"


def variant(name: str, draw: random.Random) -> str | None:
    changed = [name.upper()]
    if " " in name:
        changed += [name.replace(" ", "\u00a0"), re.sub(r"(?<!\.) ", "\n", name, count=1)]
    return draw.choice(changed)


DAMAGES: dict[str, Damage] = {
    "one edit": one_edit,
    "two edits": two_edits,
    "look-alikes": look_alike,
    "lost space": lost_space,
    "inserted space": inserted_space,
    "variants": variant,
}


def cases(
    gazetteer: Gazetteer, damage: Damage, count: int, seed: int, *, short: bool = False
) -> Iterator[Case]:
    """Yield sentences with damaged names."""
    draw = random.Random(seed)
    areas: dict[str, list[Entry]] = {"district": [], "village": [], "regency": []}
    for entry in gazetteer.entries():
        level = "regency" if entry.level == "city" else entry.level
        letters = re.findall(r"[^\W\d_]", entry.bare)
        if entry.code and level in areas and len(letters) >= 5 and entry.bare[-1].isalnum():
            areas[level].append(entry)
    made = 0
    while made < count:
        entry = draw.choice(areas[("district", "village", "regency")[made % 3]])
        damaged = damage(entry.bare, draw)
        if damaged is None or damaged == entry.bare:
            continue
        above = gazetteer.parent(entry)
        if above is not None and entry.level == "village":
            above = gazetteer.parent(above)
        word = _LEVEL_WORDS[entry.level or ""]
        if short and draw.random() < 0.5:
            word = _SHORT[word]
        written = f"{word} {damaged}, {above.name if above else ''}"
        before, after = draw.choice(_SENTENCES).split("{}")
        start = len(before)
        bare, end = start + len(word) + 1, start + len(word) + 1 + len(damaged)
        yield Case(before + written + after, ((start, end), (bare, end)), entry.bare)
        made += 1


def recall(gazetteer: Gazetteer, damage: str, count: int, seed: int) -> dict[str, float]:
    """Return the share of damaged names that are found, and of those found at all."""
    right = anywhere = 0
    for case in cases(gazetteer, DAMAGES[damage], count, seed, short=damage == "variants"):
        wanted = key_of(case.name)
        for hit in gazetteer.find(case.text):
            if hit.kind != "place" or (hit.start, hit.end) not in case.spans:
                continue
            called = [key_of(gazetteer.entry(id_).bare) == wanted for id_, _ in hit.candidates]
            right += called[0]
            anywhere += any(called)
            break
    return {"recall": right / count, "any": anywhere / count}


def precision(gazetteer: Gazetteer, path: Path) -> dict[str, Any]:
    """Return how many of the places found without any NER are annotated, misspelt ones apart."""
    counts = {"all": [0, 0], "fuzzy": [0, 0]}
    wrong: list[str] = []
    for line in path.read_text("utf-8").strip().split("\n"):
        article = json.loads(line)
        gold = article.get("gold") or article
        forms = {key_of(form) for place in gold["places"] for form in _forms(place)}
        bare = {key.partition(" ")[2] for key in forms} | forms
        for hit in gazetteer.find(article["text"]):
            if hit.kind != "place" or hit.score < GATE or hit.nested:
                continue
            key = key_of(hit.text)
            found = key in bare or key.partition(" ")[2] in bare
            for kind in ("all", "fuzzy") if hit.match == "fuzzy" else ("all",):
                counts[kind][0] += found
                counts[kind][1] += 1
            if not found:
                wrong.append(f"{hit.match}: {hit.text}")
    return {
        "finds": counts["all"][1],
        "precision": counts["all"][0] / max(1, counts["all"][1]),
        "fuzzy finds": counts["fuzzy"][1],
        "fuzzy precision": counts["fuzzy"][0] / max(1, counts["fuzzy"][1]),
        "wrong": wrong,
    }


def _forms(place: dict[str, Any]) -> list[str]:
    return [place["name"], *place.get("forms", ())]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--names", type=int, default=1000, help="sentences for each damage")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--gold", type=Path, action="append", default=[], help="annotated articles")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="print the wrong finds of --gold")
    given = parser.parse_args()
    gazetteer = Gazetteer.load()
    recalls = {name: recall(gazetteer, name, given.names, given.seed) for name in DAMAGES}
    precisions = {str(path): precision(gazetteer, path) for path in given.gold}
    if given.json:
        print(json.dumps({"recall": recalls, "precision": precisions}, indent=1))
        return
    print(f"{'damage':16} {'recall':>7} {'any':>7}   of {given.names} names each")
    for name, value in recalls.items():
        print(f"{name:16} {value['recall']:7.3f} {value['any']:7.3f}")
    for path, measured in precisions.items():
        print(
            f"\n{path}: precision of {measured['finds']} finds {measured['precision']:.3f}, "
            f"of {measured['fuzzy finds']} misspelt ones {measured['fuzzy precision']:.3f}"
        )
        if given.errors:
            print("\n".join(measured["wrong"]), file=sys.stderr)


if __name__ == "__main__":
    main()
