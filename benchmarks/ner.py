"""What reading costs: the backends of entitas beside an encoder of IndoBERT-base's shape.

Run:  python benchmarks/ner.py [--words 3000] [--rounds 3] [--window 384] [--json]

Everyone reads the same text (the example articles, repeated) on one thread, in a process of its
own, in turns: A B C A B C; the median of the rounds counts. Time is CPU time of the process, which
a busy machine stretches less than the clock; --json has both. The encoder (12 layers, hidden size
768, 12 heads, 31,923 pieces, 7 tags) has random weights: it shows a cost and no quality. It reads
as many pieces as the tokenizer of entitas cuts, in windows without overlap, and neither its
tokenizing nor its decoding is counted, while that of entitas is: both favour the encoder. It runs
as a user would have it, in 32 bits on torch, and in 8 bits (dynamic) on onnxruntime.

The memory of the 8-bit encoder includes its export in the same process: it is no running cost.

It needs torch, transformers and onnx (`pip install 'entitas[train]'`); without them only the
backends of entitas are measured.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"
OURS = ("onnx", "spacy", "stanza")
RIVALS = {"encoder-fp32": "torch, fp32", "encoder-int8": "onnxruntime, int8"}
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")

Read = Callable[[], object]


def repeated(articles: Sequence[str], words: int) -> list[str]:
    """Repeat articles in turn until they have at least so many words together."""
    texts: list[str] = []
    for article in cycle(articles):
        if sum(len(text.split()) for text in texts) >= words:
            return texts
        texts.append(article)
    return texts


def windows(pieces: int, size: int) -> list[int]:
    """Part a number of pieces into windows as long as possible.

    >>> windows(800, 384)
    [384, 384, 32]
    """
    return [min(size, pieces - start) for start in range(0, pieces, size)]


def summarise(seconds: dict[str, list[float]], words: int) -> list[dict[str, Any]]:
    """Return words a second by the median round, and how often the default backend's cost."""
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    base = medians.get("onnx")
    return [
        {
            "name": name,
            "words_per_second": round(words / median),
            "cost": None if base is None else round(median / base, 2),
            "rounds": [round(time, 3) for time in seconds[name]],
        }
        for name, median in medians.items()
    ]


def texts_of(words: int) -> list[str]:
    return repeated([path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.txt"))], words)


def backend(name: str, texts: list[str]) -> Read:
    from entitas.ner.load import load_ner

    ner = load_ner(name, threads=1)  # type: ignore[arg-type]
    return lambda: ner.predict(texts)


def encoder(name: str, texts: list[str], size: int) -> Read:
    import numpy as np
    import torch
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertForTokenClassification

    from entitas.ner.models import find_model

    torch.set_num_threads(1)
    torch.manual_seed(0)
    tokenizer = Tokenizer.from_file(str(find_model("entitas-id-small") / "tokenizer.json"))
    config = BertConfig(vocab_size=31_923, num_labels=7)
    # two pieces more in each window: [CLS] and [SEP]
    lengths = [
        length + 2
        for text in texts
        for length in windows(len(tokenizer.encode(text, add_special_tokens=False).ids), size)
    ]
    draw = np.random.default_rng(0)
    inputs = [draw.integers(5, config.vocab_size, (1, length)) for length in lengths]
    model = BertForTokenClassification(config).eval()
    if name == "encoder-fp32":
        ids = [torch.from_numpy(each) for each in inputs]

        def read() -> None:
            with torch.inference_mode():
                for each in ids:
                    model(input_ids=each)

        return read
    session = quantised(model)
    return lambda: [session.run(None, {"input_ids": each}) for each in inputs]


def quantised(model: Any) -> Any:
    """Export to ONNX, quantise dynamically to eight bits, and load on one thread."""
    import onnxruntime
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class Plain(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
            hidden = self.model.bert.embeddings(input_ids=input_ids)
            for layer in self.model.bert.encoder.layer:
                output = layer(hidden)
                hidden = output[0] if isinstance(output, tuple) else output
            return self.model.classifier(hidden)

    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "int8.onnx"
        torch.onnx.export(
            Plain().eval(),
            (torch.ones((1, 16), dtype=torch.int64),),
            plain,
            input_names=["input_ids"],
            dynamic_axes={"input_ids": {1: "pieces"}},
            dynamo=False,
        )
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(small, options, providers=["CPUExecutionProvider"])


def peak() -> float:
    """The most memory that this process has held, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("peak memory is read from /proc, which this system has not")


def serve(name: str, words: int, size: int) -> None:
    """Load one contestant, then read the text once for each line of standard input."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever the libraries print is no answer
    texts = texts_of(words)
    try:
        read = encoder(name, texts, size) if name in RIVALS else backend(name, texts)
    except Exception as error:  # told to the parent, which goes on without this one
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), file=answers, flush=True)
        return
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for _ in sys.stdin:
        began, clock = time.process_time(), time.perf_counter()
        read()
        answer = {
            "seconds": time.process_time() - began,
            "clock": time.perf_counter() - clock,
            "rss": peak(),
        }
        print(json.dumps(answer), file=answers, flush=True)


def start(name: str, words: int, size: int) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--serve", name]
    return subprocess.Popen(
        [*command, "--words", str(words), "--window", str(size)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **dict.fromkeys(_THREADS, "1")},
    )


def answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    line = process.stdout.readline() if process.stdout else ""
    return json.loads(line) if line else {"error": "the process ended without an answer"}


def race(names: Sequence[str], words: int, size: int, rounds: int) -> dict[str, Any]:
    """Let everyone read in turn, after one reading that does not count."""
    running: dict[str, subprocess.Popen[str]] = {}
    missing: dict[str, str] = {}
    for name in names:  # one loads after the other
        process = start(name, words, size)
        first = answer(process)
        if "error" in first:
            missing[name] = first["error"]
        else:
            running[name] = process
    seconds: dict[str, list[float]] = {name: [] for name in running}
    clock: dict[str, list[float]] = {name: [] for name in running}
    rss: dict[str, float] = {}
    for turn in range(rounds + 1):
        for name, process in running.items():
            if name in missing or process.stdin is None:
                continue
            process.stdin.write("go\n")
            process.stdin.flush()
            done = answer(process)
            if "error" in done:
                missing[name] = done["error"]
                continue
            rss[name] = done["rss"]
            if turn:
                seconds[name].append(done["seconds"])
                clock[name].append(done["clock"])
    for process in running.values():
        process.communicate()
    total = sum(len(text.split()) for text in texts_of(words))
    rows = summarise({n: s for n, s in seconds.items() if s and n not in missing}, total)
    for row in rows:
        row["clock"] = [round(each, 3) for each in clock[row["name"]]]
        row["rss_mb"] = round(rss[row["name"]])
    return {"words": total, "window": size, "contestants": rows, "missing": missing}


def lines(result: dict[str, Any]) -> Iterator[str]:
    """Yield the result as a table for people."""
    yield f"{result['words']:,} words, one thread, CPU time"
    yield f"encoder windows of {result['window']} pieces"
    yield f"{'':30}{'words/s':>9}{'cost':>8}{'RSS MB':>8}"
    for row in result["contestants"]:
        name = RIVALS.get(row["name"], "")
        title = f"encoder, {name}" if name else f"entitas, {row['name']}"
        cost = "–" if row["cost"] is None else f"{row['cost']:.2f}×"
        yield f"{title:30}{row['words_per_second']:>9,}{cost:>8}{row['rss_mb']:>8,}"
    yield "memory of the int8 encoder: with its export in the same process, no running cost"
    for name, reason in result["missing"].items():
        yield f"{name}: not measured ({reason})"


def main() -> None:
    parser = argparse.ArgumentParser(description="Words per second of NER, in one run.")
    parser.add_argument("--words", type=int, default=3000, help="at least so many words are read")
    parser.add_argument("--rounds", type=int, default=3, help="rounds that count")
    parser.add_argument("--window", type=int, default=384, help="pieces in an encoder window")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.window > 510 or min(given.words, given.rounds, given.window) < 1:
        parser.error("--words, --rounds and --window start at 1; a window has at most 510 pieces")
    if given.serve:
        serve(given.serve, given.words, given.window)
        return
    result = race([*OURS, *RIVALS], given.words, given.window, given.rounds)
    print(json.dumps(result, indent=2) if given.json else "\n".join(lines(result)))


if __name__ == "__main__":
    main()
