"""What finding names costs: entitas beside other matchers, all with the same 90,000 names.

Run:  python benchmarks/gazetteer.py [--texts ARTICLES.jsonl.gz] [--rounds 3] [--json]

Everyone reads the same 5 million characters with the same names, on one thread, in a process of its
own, in turns; the median of the rounds counts. Time is CPU time of the process, which a busy
machine stretches less than the clock. The names are those of places in the built-in gazetteer; the
text is the example articles, repeated, or that of --texts (one JSON object a line with a "text").
Once the text comes in pieces of 2,000 characters, as articles do, once in one piece.

    exact            the exact index of entitas (folding the text included)
    fuzzy            exact and fuzzy as entitas reads a text, with all 170,000 names of the built-in
                     gazetteer: the fuzzy index at words with a capital that are neither known
                     names nor words of the language
    fuzzy everywhere the fuzzy index at every word with a capital
    PhraseMatcher    spaCy's, attr="LOWER", on spaCy's blank Indonesian tokenizer
    flashtext2       KeywordProcessor(case_sensitive=False)
    ahocorasick_rs   on padded, folded text, overlapping
    rapidfuzz loop   process.extract(scorer=ratio) for every run of one to three words that
                     begins with a capital; on the first pieces only, as it takes hours for all
    with a cutoff    the same with score_cutoff=85, which lets it give up on most names early

Memory is what loading the built-in gazetteer and reading a million characters in pieces add to a
process (RSS; mapped pages, which other processes share, are counted in full), with the exact index
alone and with all that `Gazetteer.find` does. The time it takes to load (from the cache) is seconds
of the clock, best of five.

Rivals that are not installed are left out: `pip install flashtext2 ahocorasick_rs`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"
CHARACTERS, NAMES, PIECE = 5_000_000, 90_000, 2_000
CONTESTANTS = (
    "exact", "fuzzy", "fuzzy everywhere", "PhraseMatcher", "flashtext2", "ahocorasick_rs",
    "rapidfuzz loop", "with a cutoff",
)  # fmt: skip
# How many characters the slow ones read.
SLOW = {"rapidfuzz loop": 4_000, "with a cutoff": 4_000, "PhraseMatcher": 500_000}
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_RUN = re.compile(r"\w+")

Find = Callable[[str], object]


def names() -> list[str]:
    """The first 90,000 different names of places, as they are written."""
    from entitas.gazetteer import Gazetteer

    gazetteer = Gazetteer.load()
    distinct = dict.fromkeys(entry.bare for entry in gazetteer.entries() if entry.kind == "place")
    others = dict.fromkeys(f"{entry.name}" for entry in gazetteer.entries())
    return list({**distinct, **others})[:NAMES]


def pieces(path: Path | None, size: int) -> list[str]:
    """Return the text in pieces of a size; 0 is one piece."""
    if path is None:
        texts = [file.read_text("utf-8") for file in sorted(ARTICLES.glob("*.txt"))]
        source = cycle(texts)
    else:
        raw = path.read_bytes()
        lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode().strip().split("\n")
        source = cycle([json.loads(line)["text"] for line in lines])
    text = ""
    parts: list[str] = []
    length = 0
    while length < CHARACTERS:
        parts.append(next(source))
        length += len(parts[-1]) + 1
    text = "\n".join(parts)[:CHARACTERS]
    return [text[at : at + size] for at in range(0, len(text), size)] if size else [text]


def exact(listed: Sequence[str]) -> Find:
    from entitas.gazetteer.fold import key_of
    from entitas.gazetteer.store.exact import ExactIndex, write_exact
    from entitas.gazetteer.words import Words

    folder = Path(tempfile.mkdtemp())
    write_exact(sorted({key_of(name) for name in listed}), folder)
    index = ExactIndex(folder)
    return lambda text: index.find(Words(text))


def fuzzy(listed: Sequence[str]) -> Find:
    from entitas.gazetteer.finding.slips import SlipFinder
    from entitas.gazetteer.finding.spans import Matches
    from entitas.gazetteer.fuzzy.index import FuzzyIndex
    from entitas.gazetteer.store.names import NameIndex
    from entitas.gazetteer.store.opening import open_store
    from entitas.gazetteer.words import Words

    store = open_store()
    index = NameIndex(store)
    slips = SlipFinder(index, FuzzyIndex(store.folder))

    def find(text: str) -> object:
        words = Words(text, index.is_known)
        return slips.find(words, Matches.of(words, index))

    return find


def fuzzy_everywhere(listed: Sequence[str]) -> Find:
    from entitas.gazetteer.fold import key_of
    from entitas.gazetteer.fuzzy.building import build_fuzzy
    from entitas.gazetteer.fuzzy.index import FuzzyIndex
    from entitas.gazetteer.store.exact import ExactIndex, write_exact
    from entitas.gazetteer.words import Words

    folder = Path(tempfile.mkdtemp())
    keys = sorted({key_of(name) for name in listed})
    write_exact(keys, folder)
    build_fuzzy(keys, folder)
    index, near = ExactIndex(folder), FuzzyIndex(folder)

    def find(text: str) -> object:
        words = Words(text)
        index.find(words)
        return near.find(words, [n for n, at in enumerate(words.starts) if text[at].isupper()])

    return find


def phrase_matcher(listed: Sequence[str]) -> Find:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("id")
    nlp.max_length = CHARACTERS + 1
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("PLACE", list(nlp.tokenizer.pipe(listed)))
    return lambda text: matcher(nlp.make_doc(text))


def flashtext2(listed: Sequence[str]) -> Find:
    from flashtext2 import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=False)
    for name in listed:
        processor.add_keyword(name, name)
    find: Find = processor.extract_keywords_with_span
    return find


def ahocorasick(listed: Sequence[str]) -> Find:
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    from entitas.gazetteer.fold import fold, key_of

    automaton = AhoCorasick(
        sorted({f" {key_of(name)} " for name in listed}),
        matchkind=MatchKind.Standard,
        implementation=Implementation.ContiguousNFA,
        store_patterns=False,
    )

    def find(text: str) -> object:
        stream = f" {' '.join(fold(text).split())} "
        return automaton.find_matches_as_indexes(stream, overlapping=True)

    return find


def rapidfuzz_loop(listed: Sequence[str], cutoff: float | None = None) -> Find:
    from rapidfuzz import fuzz, process

    folded = [name.lower() for name in listed]

    def find(text: str) -> object:
        words = [match.span() for match in _RUN.finditer(text)]
        found = []
        for first in range(len(words)):
            if not text[words[first][0]].isupper():
                continue
            for last in range(first, min(first + 3, len(words))):
                run = text[words[first][0] : words[last][1]].lower()
                found.append(process.extract(run, folded, scorer=fuzz.ratio, score_cutoff=cutoff))
        return found

    return find


MAKE: dict[str, Callable[[Sequence[str]], Find]] = {
    "exact": exact,
    "fuzzy": fuzzy,
    "fuzzy everywhere": fuzzy_everywhere,
    "PhraseMatcher": phrase_matcher,
    "flashtext2": flashtext2,
    "ahocorasick_rs": ahocorasick,
    "rapidfuzz loop": rapidfuzz_loop,
    "with a cutoff": lambda listed: rapidfuzz_loop(listed, 85),
}


def rss() -> float:
    """The memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def serve(name: str, path: Path | None, size: int) -> None:
    """Load one contestant, then read the text once for each line of standard input."""
    texts = pieces(path, size)
    if name in SLOW:
        whole = "".join(texts)[: SLOW[name]]
        texts = [whole[at : at + size] for at in range(0, len(whole), size)] if size else [whole]
    characters = sum(map(len, texts))
    try:
        find = MAKE[name](names())
    except ImportError as error:
        print(json.dumps({"error": f"{error}"}), flush=True)
        return
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        began = time.process_time()
        for text in texts:
            find(text)
        seconds = time.process_time() - began
        print(json.dumps({"speed": characters / seconds}), flush=True)


def measure(
    contestants: Sequence[str], path: Path | None, size: int, rounds: int
) -> dict[str, Any]:
    """Let the contestants read in turns; return characters a second of each."""
    running: dict[str, subprocess.Popen[str]] = {}
    results: dict[str, Any] = {}
    for name in contestants:
        command = [sys.executable, __file__, "--serve", name, "--size", str(size)]
        running[name] = subprocess.Popen(
            [*command, *(("--texts", str(path)) if path else ())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **dict.fromkeys(_THREADS, "1")},
        )
        if "error" in (said := _answer(running[name])):
            results[name] = said
            running.pop(name).wait()
    speeds: dict[str, list[float]] = {name: [] for name in running}
    for _ in range(rounds):
        for name, process in running.items():
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
            speeds[name].append(_answer(process)["speed"])
    for name, process in running.items():
        process.communicate()
        results[name] = {"speed": statistics.median(speeds[name]), "rounds": speeds[name]}
    return results


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    line = process.stdout.readline() if process.stdout else ""
    answer: dict[str, Any] = json.loads(line) if line else {"error": "ended without an answer"}
    return answer


_LOADING = """
import json, os, sys, time
from pathlib import Path
def rss():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.store.names import NameIndex
from entitas.gazetteer.store.opening import open_store
from entitas.gazetteer.words import Words
texts = json.load(sys.stdin)
empty = rss()
began = time.perf_counter()
gazetteer = Gazetteer.load()
seconds = time.perf_counter() - began
index = NameIndex(open_store())
for text in texts:
    index.matches(Words(text))
exact = rss() - empty
for text in texts:
    gazetteer.find(text)
print(json.dumps({"load": seconds, "exact": exact, "fuzzy": rss() - empty}))
"""


def loading(path: Path | None, rounds: int = 5) -> dict[str, float]:
    """Load the built-in gazetteer in fresh processes: seconds, and MB added by reading a text."""
    text = json.dumps(pieces(path, PIECE)[:500])
    answers = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-c", _LOADING], input=text, capture_output=True, text=True, check=True
        )
        answers.append(json.loads(done.stdout))
    return {field: min(answer[field] for answer in answers) for field in answers[0]}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--texts", type=Path, help="JSON Lines with a text each, gzipped or not")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, default=PIECE, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.texts, given.size)
        return
    names()  # compiles the gazetteer, so that nobody waits for it
    results = {
        "pieces": measure(CONTESTANTS, given.texts, PIECE, given.rounds),
        "whole": measure(CONTESTANTS, given.texts, 0, given.rounds),
        "loading": loading(given.texts),
    }
    if given.json:
        print(json.dumps(results, indent=1))
        return
    for title in ("pieces", "whole"):
        print(f"\n{'text in ' + title:18} {'characters/s':>14}   times PhraseMatcher")
        base = results[title]["PhraseMatcher"].get("speed")
        for name, result in results[title].items():
            if "error" in result:
                print(f"{name:18} {result['error']}")
                continue
            ratio = f"{result['speed'] / base:20.1f}" if base else ""
            print(f"{name:18} {result['speed']:14,.0f} {ratio}")
        for rival in ("rapidfuzz loop", "with a cutoff"):
            if slow := results[title][rival].get("speed"):
                times = results[title]["fuzzy"]["speed"] / slow
                print(f"fuzzy is {times:,.0f} times as fast: {rival}")
    load = results["loading"]
    print(
        f"\nbuilt-in gazetteer: loaded in {load['load']:.3f} s; MB added when a text of 1 million "
        f"characters is read: exact {load['exact']:.0f}, with fuzzy {load['fuzzy']:.0f}"
    )


if __name__ == "__main__":
    main()
