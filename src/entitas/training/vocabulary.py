"""The tokenizer of the base encoder, and a vocabulary cut down to one language.

The base's SentencePiece vocabulary serves a hundred languages; most of its 250,000 pieces never
occur in Indonesian text. Keeping those that do makes the model small without changing how the
text is cut: the unigram model picks the best-scoring cut, and a cut whose pieces are all kept
stays the best one.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["SPECIAL", "build_tokenizer", "choose_pieces", "count_pieces", "pieces_of"]

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
"""The special pieces; in the base and in every pruned vocabulary they have the ids 0 to 3."""

_BATCH = 2_000


def _nmt_nfkc() -> bytes:
    """Return SentencePiece's compiled ``nmt_nfkc`` normalisation, which the base was made with.

    The library carries it inside; a toy model trained with the rule has it in its header.
    """
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["satu dua tiga", "empat lima enam"] * 40),
        model_writer=written,
        vocab_size=30,
        hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc",
        minloglevel=2,
    )
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(written.getvalue())
    return bytes(proto.normalizer_spec.precompiled_charsmap)


def build_tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """Build the fast tokenizer of XLM-R's kind from pieces and their scores.

    It adds no special tokens by itself, and text that looks like one ("<s>") is plain text to it.

    Args:
        pieces: The pieces by id, the special ones first (:data:`SPECIAL`).
        scores: Their unigram log-probabilities.
    """
    from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers
    from tokenizers.models import Unigram

    vocabulary = [(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)]
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=SPECIAL.index("<unk>")))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(_nmt_nfkc()), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer


def pieces_of(tokenizer: Tokenizer) -> tuple[list[str], list[float]]:
    """Return the pieces and scores of a unigram tokenizer, by id."""
    import json

    vocabulary = json.loads(tokenizer.to_str())["model"]["vocab"]
    return [piece for piece, _ in vocabulary], [score for _, score in vocabulary]


def count_pieces(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[int]:
    """Count how often each piece id is used in texts."""
    counts: Counter[int] = Counter()
    remaining = iter(texts)
    while batch := list(islice(remaining, _BATCH)):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            counts.update(encoding.ids)
    return counts


def choose_pieces(
    pieces: Sequence[str],
    scores: Sequence[float],
    running: Counter[int],
    listed: Counter[int],
    size: int,
) -> list[int]:
    """Choose the pieces to keep: all of running text and lists first, then the likeliest Latin.

    Special pieces and single Latin characters, digits, punctuation and emoji are always kept, so
    that unknown words still fall apart into known pieces.

    Args:
        pieces: All pieces by id.
        scores: Their scores.
        running: How often each piece occurs in running text; all of them are kept.
        listed: How often each occurs in lists of names and words; the most frequent come first.
        size: How many pieces to keep in all.

    Returns:
        The ids kept, ascending.
    """
    kept = set(range(len(SPECIAL)))
    kept.update(i for i, piece in enumerate(pieces) if _is_basic(piece))
    kept.update(piece for piece, _ in running.most_common())
    likely = sorted(
        (i for i, piece in enumerate(pieces) if piece.isascii() or piece[1:].isascii()),
        key=lambda i: -scores[i],
    )
    for i in [piece for piece, _ in listed.most_common()] + likely:
        if len(kept) >= size:
            break
        kept.add(i)
    return sorted(kept)


def _is_basic(piece: str) -> bool:
    bare = piece.removeprefix("▁")
    if len(bare) != 1:
        return bare == ""
    code = ord(bare)
    return code < 0x250 or 0x2000 <= code < 0x2100 or 0x1F300 <= code < 0x1FB00
