"""The tokenizer: what stays whole, what is split, and that no character is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.util import load_config_from_str

from entitas.language import Indonesian

CONFIG = """
[nlp]
lang = "id"
pipeline = ["entitas_sentences"]
tokenizer = {"@tokenizers": "entitas.tokenizer.v1"}

[components]

[components.entitas_sentences]
factory = "entitas_sentences"
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return Indonesian.from_config(load_config_from_str(CONFIG))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # abbreviations, degrees, initials
        ("Bupati Kab. Bima, Kec. Wera", "Bupati|Kab.|Bima|,|Kec.|Wera"),
        ("Jl. Melati No. 5, JL. MELATI NO. 5", "Jl.|Melati|No.|5|,|JL.|MELATI|NO.|5"),
        ("Brigjen Pol. (Purn.) Darma", "Brigjen|Pol.|(|Purn.|)|Darma"),
        ("Irjen Pol. (Purn) Darma", "Irjen|Pol.|(|Purn|)|Darma"),
        ("Plt. Kadis dr. Hj. Wulan", "Plt.|Kadis|dr.|Hj.|Wulan"),
        ("KH. Salim dkk., dll.", "KH.|Salim|dkk.|,|dll."),
        ("PT. Sinar Laut Tbk. a.n. Salim", "PT.|Sinar|Laut|Tbk.|a.n.|Salim"),
        (
            "Salim, S.H., M.Kes., M.Si., Ph.D., Sp.OG",
            "Salim|,|S.H.|,|M.Kes.|,|M.Si.|,|Ph.D.|,|Sp.OG",
        ),
        ("(M.Kes.) A.Md.Keb.", "(|M.Kes.|)|A.Md.Keb."),
        ("A. B. Salim dan A.B. Salim", "A.|B.|Salim|dan|A.B.|Salim"),
        # what is glued to them
        ("No.10 Kab.Bima Jl.Melati M.Salim", "No.|10|Kab.|Bima|Jl.|Melati|M.|Salim"),
        ("Pol.(Purn.) Darma,S.H.", "Pol.|(|Purn.|)|Darma|,|S.H."),
        # clitics and reduplication
        ("Pemkot-nya, KPK-nya", "Pemkot|-nya|,|KPK|-nya"),
        ("rumahnya anak-anak", "rumahnya|anak-anak"),
        ("Undang-Undangnya se-Bali eks-Bupati", "Undang-Undangnya|se-Bali|eks-Bupati"),
        # numbers
        ("(28/3), 28/3/2024 17.10 WIB", "(|28/3|)|,|28/3/2024|17.10|WIB"),
        ("Rp1.000.000,- dan Rp 5,5 juta.", "Rp|1.000.000,-|dan|Rp|5,5|juta|."),
        ("naik 5% pada 2023-2024", "naik|5|%|pada|2023|-|2024"),
        # pairs
        ("Bogor-Depok", "Bogor|-|Depok"),
        ("Darma Putra-Sri Wulan TNI-Polri", "Darma|Putra|-|Sri|Wulan|TNI|-|Polri"),
        ("APBN-P Al-Hikmah Covid-19", "APBN-P|Al-Hikmah|Covid-19"),
        ("DPR/MPR dan/atau RT 01/RW 02", "DPR|/|MPR|dan|/|atau|RT|01|/|RW|02"),
        # scraping
        ("(KPK)Darma Salimmengaku", "(|KPK|)|Darma|Salimmengaku"),
        ('datang.Kapolres diam."Kami', 'datang|.|Kapolres|diam|.|"|Kami'),
        ("â\x80\x9cKamiâ\x80\x9d", "â\x80\x9c|Kami|â\x80\x9d"),
        ("<b>Salim</b>", "<b>|Salim|</b>"),
        ("KOMPAS.com https://kpk.go.id/a?b=1", "KOMPAS.com|https://kpk.go.id/a?b=1"),
    ],
)
def test_tokens(nlp: Language, text: str, expected: str) -> None:
    assert "|".join(token.text for token in nlp.tokenizer(text)) == expected


_fragments = st.sampled_from(
    ["Kab.", "No.10", "S.H.", "(Purn)", "-nya", "Bogor-Depok", " ", "\n", "\u00a0", '."',
     "â\x80\x9c", "Rp1.000,-", "<p>", "\u0130", "👩‍🚒", "e\u0301", "..."]
)  # fmt: skip
any_text = st.lists(
    st.one_of(_fragments, st.text(st.characters(exclude_categories=["Cs"]), max_size=10)),
    max_size=20,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(text=any_text)
def test_no_character_is_lost(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert "".join(token.text_with_ws for token in doc) == text
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


def test_saved_and_loaded_it_cuts_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    loaded = spacy.load(tmp_path / "model")
    text = "Plt. Bupati Kab.Bima, Salim, S.Sos., hadir. KPK-nya ikut pukul 17.10 WIB."
    assert [t.text for t in loaded(text)] == [t.text for t in nlp(text)]
    assert [s.text for s in loaded(text).sents] == [s.text for s in nlp(text).sents]
    assert loaded.tokenizer.to_bytes() == nlp.tokenizer.to_bytes()


def test_blank_indonesian_stays_that_of_spacy() -> None:
    from spacy.lang.id import Indonesian as SpacyIndonesian

    text = "Plt. Bupati Kab.Bima, Salim, S.Sos., hadir di Bogor-Depok. KPK-nya ikut."
    ours, theirs = spacy.blank("id"), SpacyIndonesian()
    assert isinstance(ours, Indonesian)
    assert [t.text for t in ours(text)] == [t.text for t in theirs(text)]


def test_a_long_run_of_marks_is_one_token(nlp: Language) -> None:
    for marks in ("(" * 50, "=-" * 30, "‘" * 40):
        text = f"Banjir {marks} di Tuban"
        assert [token.text for token in nlp(text)] == ["Banjir", marks, "di", "Tuban"]
    assert [token.text for token in nlp("((Tuban))")] == ["(", "(", "Tuban", ")", ")"]
