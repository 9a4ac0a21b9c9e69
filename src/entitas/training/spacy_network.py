"""The untrained pipeline of the spaCy backend, and its model folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from entitas.language import Indonesian
from entitas.ner.decode import bio_tags
from entitas.ner.models import ModelConfig
from entitas.ner.protocol import ENTITIES, OFFICES
from entitas.ner.spacy import HEADS, networks
from entitas.training.spacy_recipe import Network

__all__ = ["make_pipeline", "write_folder"]

_GLUED = r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])"
"""Where scraping has glued two words: "AgamaRina"."""

_SPACY = ">=3.8,<4"
"""The versions of spaCy that read the folder without a warning; as entitas asks for."""


def make_pipeline(network: Network) -> Language:
    """Make the pipeline with fresh weights.

    Its tokenizer is entitas's, and cuts glued words besides, so that names end with tokens.

    Args:
        network: The measures of the network.

    Example:
        >>> nlp = make_pipeline(Network(width=8, depth=1, rows={"NORM": 50}))
        >>> nlp.pipe_names, [token.text for token in nlp.make_doc("Menteri AgamaRina")]
        (['tok2vec', 'entities', 'offices'], ['Menteri', 'Agama', 'Rina'])
    """
    nlp = Indonesian.from_config(_config(network), auto_fill=True)
    tokenizer: Any = nlp.tokenizer
    infixes = tokenizer.infix_finditer.__self__.pattern
    tokenizer.infix_finditer = re.compile(f"{infixes}|{_GLUED}").finditer
    doc = Doc(nlp.vocab, words=["KPK"])
    examples = [Example.from_dict(doc, {"tags": ["O"]})]
    encoder: Any = nlp.get_pipe("tok2vec")
    encoder.model.initialize(X=[doc])
    for name, labels in zip(HEADS, (ENTITIES, OFFICES), strict=True):
        head: Any = nlp.get_pipe(name)
        head.initialize(lambda: examples, nlp=nlp, labels=bio_tags(labels))
    return nlp


def write_folder(nlp: Language, network: Network, name: str, version: str, out: Path) -> None:
    """Write a model folder: the pipeline with its weights but without the words it was trained on.

    Args:
        nlp: The trained pipeline.
        network: The measures of its network.
        name: The name of the model.
        version: The version of its weights.
        out: The folder.
    """
    fresh = make_pipeline(network)
    for ours, theirs in zip(networks(fresh), networks(nlp), strict=True):
        ours.from_bytes(theirs.to_bytes())
    fresh.meta.update(name=name, version=version, license="MIT", spacy_version=_SPACY)
    out.mkdir(parents=True, exist_ok=True)
    fresh.to_disk(out)
    config = ModelConfig(backend="spacy", name=name, version=version)
    text = config.model_dump_json(indent=2, exclude_none=True)
    (out / "config.json").write_text(text + "\n", encoding="utf-8")


def _config(network: Network) -> dict[str, Any]:
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": network.width,
        "attrs": list(network.rows),
        "rows": list(network.rows.values()),
        "include_static_vectors": False,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": network.width,
        "depth": network.depth,
        "window_size": 1,
        "maxout_pieces": network.pieces,
    }
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": network.width}
    head = {
        "@architectures": "spacy.Tagger.v2",
        "nO": None,
        "normalize": True,
        "tok2vec": listener | {"upstream": "tok2vec"},
    }
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    return {
        "nlp": {
            "lang": "id",
            "pipeline": ["tok2vec", *HEADS],
            "tokenizer": {"@tokenizers": "entitas.tokenizer.v1"},
        },
        "components": {
            "tok2vec": {"factory": "tok2vec", "model": tok2vec},
            **{name: {"factory": "tagger", "model": head} for name in HEADS},
        },
    }
