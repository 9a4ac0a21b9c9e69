"""A tiny model adapted to a pack: from its eight-bit folder to a new one."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

import torch
import typer
from transformers import BertConfig, BertModel
from typer.testing import CliRunner

from entitas.errors import ConfigError, InputError, MissingExtraError, ModelError
from entitas.ner.calibrated import Calibration, Platt
from entitas.ner.load import load_ner
from entitas.ner.models import SubwordConfig, read_config, write_calibration
from entitas.ner.onnx import OnnxNer
from entitas.ner.subword import frame
from entitas.training import adapt_cli
from entitas.training import train as train_module
from entitas.training.adapt import adapt
from entitas.training.adapt_card import Adaptation, Gain, verdict
from entitas.training.config import Encoder, Recipe
from entitas.training.dequantise import dequantise
from entitas.training.export import quantise_tagger
from entitas.training.model import Tagger
from entitas.training.vocabulary import SPECIAL, build_tokenizer

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

NAMES = ("Rina Sari", "Budi Hartanto", "Dewi Lestari", "Agus Wibowo", "Tari Melati", "Joko Amin")
CALIBRATION = Calibration(
    entities=Platt(slope=0.5, bias=-0.25), offices=Platt(slope=0.75, bias=0.0)
)


def make_parent(folder: Path) -> Tagger:
    """Write a model folder with chance weights; return the tagger as it was."""
    letters = [chr(code) for code in range(33, 127)]
    words = ["▁Kapolsek", "▁tiba", "▁di", "▁Polsek", "▁"]
    # a recipe wants a thousand pieces at least
    fillers = [chr(0x4E00 + number) for number in range(1_000)]
    pieces = [*SPECIAL, *letters, *words, *fillers]
    tokenizer = build_tokenizer(pieces, [0.0] * 4 + [-9.0] * (len(pieces) - 4))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=24, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=48, max_position_embeddings=256, pad_token_id=1,
    )  # fmt: skip
    settings = Encoder(layers=2, window=64, overlap=16)
    encoder = BertModel(config, add_pooling_layer=False)
    tagger = Tagger(encoder, settings, ["corpus"]).eval()
    for name, parameter in tagger.named_parameters():
        if "LayerNorm" not in name:
            torch.nn.init.normal_(parameter, std=0.2)
    state = {name: value.clone() for name, value in tagger.state_dict().items()}
    recipe = Recipe.model_validate(
        {
            "name": "tiny", "vocabulary": {"size": 2_000}, "encoder": settings,
            "data": {"records": ["none.jsonl"], "dev": "none.jsonl"},
            "stages": [{"name": "one", "data": "records", "epochs": 1}],
        }
    )  # fmt: skip
    texts = ["Kapolsek Mawar tiba di Mawar."]
    quantise_tagger(recipe, tagger, tokenizer, folder, version="7", texts=texts)
    write_calibration(folder, CALIBRATION)
    whole = Tagger(BertModel(config, add_pooling_layer=False), settings, ["corpus"])
    whole.load_state_dict(state)
    return whole.eval()


def write_gold(path: Path, names: tuple[str, ...] = NAMES) -> Path:
    articles = [
        {
            "id": f"a{number}",
            "text": f"Kapolsek Mawar {name} tiba di Mawar. "
            f"Semalam Polsek Mawar dan {name} berjaga {number} jam.",
            "people": [{"forms": [name], "positions": [{"text": "Kapolsek Mawar"}]}],
            "agencies": [{"forms": ["Polsek Mawar"], "kind": "police"}],
            "places": [{"forms": ["Mawar"], "level": "district"}],
        }
        for number, name in enumerate(names)
    ]
    path.write_text("\n".join(json.dumps(article) for article in articles), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A parent, a pack, annotated articles, and a model adapted with them."""
    folder = tmp_path_factory.mktemp("adapt")
    torch.save(make_parent(folder / "parent").state_dict(), folder / "whole.pt")
    (folder / "pack.csv").write_text(
        "kind,name,abbreviation\npolice,Kepolisian Sektor Kenanga,Polsek Kenanga\n"
        "police,Kepolisian Sektor Dahlia,Polsek Dahlia\n",
        encoding="utf-8",
    )
    write_gold(folder / "gold.jsonl")
    run(folder, folder / "made")
    return folder


def run(folder: Path, out: Path, **changes: Any) -> Adaptation:
    settings: dict[str, Any] = {"model": folder / "parent", "epochs": 2, "threads": 1}
    gold = changes.pop("gold", folder / "gold.jsonl")
    said: list[str] = []
    return adapt([folder / "pack.csv"], gold, out, say=said.append, **(settings | changes))


def test_the_weights_of_a_folder_are_those_that_it_was_made_from(folder: Path) -> None:
    tagger, tokenizer, settings = dequantise(folder / "parent")
    whole = torch.load(folder / "whole.pt", weights_only=True)
    rebuilt = tagger.state_dict()
    for name, weights in whole.items():
        if "position_embeddings" in name or "token_type" in name:
            continue  # they are stored as one
        if weights.dim() == 1:
            assert torch.allclose(rebuilt[name], weights, atol=1e-6), name
        else:
            alike = torch.cosine_similarity(rebuilt[name].flatten(), weights.flatten(), dim=0)
            assert alike > 0.999, name
    assert (settings.layers, settings.window, settings.overlap) == (2, 64, 16)
    assert tokenizer.encode("Kapolsek Mawar").tokens[0] == "▁Kapolsek"


def test_a_rebuilt_tagger_says_what_the_folder_says(folder: Path) -> None:
    tagger, tokenizer, _ = dequantise(folder / "parent")
    texts = ("Kapolsek Mawar tiba di Polsek Kenanga.", "Rina Sari tiba.")
    framed, mask = frame([np.array(tokenizer.encode(text).ids) for text in texts])
    for corpus in (None, "corpus"):
        with torch.inference_mode():
            ours = tagger(torch.from_numpy(framed), torch.from_numpy(mask), corpus)
        theirs = OnnxNer.load(folder / "parent", corpus=corpus).logits(framed, mask)
        for mine, other in zip(ours, theirs, strict=True):
            # eight bits are coarse for so small a network
            pairs = np.corrcoef(mine.numpy()[mask == 1].ravel(), other[mask == 1].ravel())
            assert pairs[0, 1] > 0.95


def test_an_adapted_model_is_one_of_its_own(folder: Path) -> None:
    made = folder / "made"
    config = read_config(made, SubwordConfig)
    facts = Adaptation.model_validate_json((made / "adapted.json").read_bytes())
    assert config.name == facts.name == load_ner(model=made).name
    assert config.name.startswith("made-")
    assert config.version == facts.version != "7"
    assert config.calibration == CALIBRATION
    assert (config.corpora, config.window) == (("corpus",), 64)
    assert (made / "model.onnx").read_bytes() != (folder / "parent/model.onnx").read_bytes()
    assert not (folder / "made.run").exists()


def test_what_it_was_made_from_is_told(folder: Path) -> None:
    facts = Adaptation.model_validate_json((folder / "made/adapted.json").read_bytes())
    assert (facts.parent, facts.parent_version, facts.packs) == ("tiny", "7", ("pack.csv",))
    assert (facts.articles, facts.held_out, facts.copies, facts.entries) == (5, 1, 10, 2)
    assert [(s.test, s.head, s.spans) for s in facts.scores] == [
        ("articles", "entities", 5), ("articles", "offices", 1),
        ("names", "entities", 5), ("names", "offices", 1),
    ]  # fmt: skip
    assert facts.names == 1
    card = (folder / "made/README.md").read_text("utf-8")
    assert verdict(facts) in card
    assert "| copies of them with names of the packs in the place of theirs | 10 |" in card
    assert "tiny version 7" in card
    log = [json.loads(line) for line in (folder / "made/log.jsonl").read_text().splitlines()]
    assert [(line["stage"], line["epoch"]) for line in log] == [("adapt", 1), ("adapt", 2)]


def test_an_interrupted_adaptation_goes_on_to_the_same_model(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    epochs = []
    whole = train_module._Run._epoch

    def interrupted(self: Any, number: int, epoch: int, *rest: Any) -> Any:
        epochs.append(epoch)
        if len(epochs) == 2:
            raise KeyboardInterrupt
        return whole(self, number, epoch, *rest)

    out = folder / "again" / "made"
    monkeypatch.setattr(train_module._Run, "_epoch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(folder, out)
    assert not out.exists()
    with pytest.raises(ConfigError, match="another adaptation"):
        run(folder, out, seed=2)
    again = run(folder, out)
    assert epochs == [0, 1, 1]
    assert again == Adaptation.model_validate_json((folder / "made/adapted.json").read_bytes())
    text = "Kapolsek Mawar Rina Sari tiba di Polsek Kenanga."
    one, two = (OnnxNer.load(path).probabilities([text])[0] for path in (folder / "made", out))
    assert np.array_equal(one.entities, two.entities)
    assert np.array_equal(one.offices, two.offices)


def test_articles_that_share_a_sentence_with_held_out_ones_are_left_out(folder: Path) -> None:
    both = write_gold(folder / "both.jsonl", (*NAMES[:2], "Sinta Ayu"))
    out = folder / "shared"
    facts = run(folder, out, held_out=both, epochs=1)
    assert (facts.articles, facts.left_out, facts.held_out) == (4, 2, 3)
    assert facts.held_out_file == "both.jsonl"
    with pytest.raises(ConfigError, match="nothing is left to train on"):
        run(folder, folder / "none", held_out=folder / "gold.jsonl")


def test_what_cannot_be_adapted_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not empty"):
        run(folder, folder / "made")
    with pytest.raises(ModelError, match="backend 'spacy'; only models of the backend 'onnx'"):
        run(folder, tmp_path / "out", model="entitas-id-spacy")
    single = write_gold(tmp_path / "single.jsonl", NAMES[:1])
    with pytest.raises(ConfigError, match="has one article"):
        run(folder, tmp_path / "out", gold=single)
    bare = tmp_path / "bare.jsonl"
    article = {"id": "a", "text": "Hujan.", "people": [], "agencies": [], "places": []}
    bare.write_text(json.dumps(article), encoding="utf-8")
    with pytest.raises(InputError, match=r"bare\.jsonl annotates no person, body or place"):
        run(folder, tmp_path / "out", gold=bare)
    articles = [json.loads(line) for line in (folder / "gold.jsonl").read_text().splitlines()]
    people = [json.dumps(one | {"agencies": [], "places": []}) for one in articles]
    bare.write_text("\n".join(people), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"No article of .*bare\.jsonl names a body or place"):
        run(folder, tmp_path / "out", gold=bare)
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "out.run").exists()


def test_weights_in_other_forms_are_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder / "parent", other)
    (other / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelError, match=r"model\.onnx"):
        dequantise(other)
    (other / "model.onnx").write_bytes(b"")
    with pytest.raises(ModelError, match="no eight-bit weights"):
        dequantise(other)
    (other / "model.onnx").unlink()
    with pytest.raises(ModelError, match=r"has no model\.onnx"):
        dequantise(other)


@pytest.mark.parametrize(
    ("gain", "said"),
    [
        ((0.02, 0.01, 0.03), "Better than tiny"),
        ((0.02, 0.002, 0.03), "NOT clearly better than tiny"),
        ((0.0, -0.01, 0.01), "NOT clearly better than tiny"),
        ((-0.02, -0.03, -0.01), "WORSE than tiny"),
    ],
)
def test_the_verdict_is_plain(folder: Path, gain: tuple[float, float, float], said: str) -> None:
    facts = Adaptation.model_validate_json((folder / "made/adapted.json").read_bytes())
    mean, low, high = gain
    update = {"gain": Gain(mean=mean, low=low, high=high), "rounding": -0.005}
    assert verdict(facts.model_copy(update=update)).startswith(said)


def test_the_command_says_what_is_missing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = typer.Typer()
    app.command()(adapt_cli.adapt)
    pack, gold, out = folder / "pack.csv", folder / "gold.jsonl", folder / "made"
    arguments = [str(pack), "--gold", str(gold), "--out", str(out)]
    assert isinstance(CliRunner().invoke(app, arguments).exception, ConfigError)
    monkeypatch.setattr(
        "entitas.extras.find_spec",
        lambda name: None if name == "torch" else find_spec(name),
    )
    missing = CliRunner().invoke(app, arguments).exception
    assert isinstance(missing, MissingExtraError)
    assert "entitas[train]" in str(missing)
