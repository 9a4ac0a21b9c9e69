"""The whole way, from text to record, on the shipped model and gazetteer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

import entitas
from entitas.errors import ConfigError, InputError
from entitas.records import Document
from entitas.spans import Found, read, write

ARTICLE = (
    "TUBAN - Kapolres Tuban AKBP Rudi Hartanto mengatakan, pihaknya menahan seorang tersangka.\n"
    "Kepala Dinas Sosial Kabupaten Tuban, Dra. Endang Puspita, M.Si., mendampingi korban. "
    '"Kami tangani," ujar Rudi di Kecamatan Jenu, Tuban, Jawa Timur.'
)

# what people paste: names and offices amid every kind of character
_fragments = st.sampled_from(
    ["Kapolres Tuban ", "AKBP Rudi Hartanto", "KPK", "(Pemkot) ", "Jawa\u00a0Timur", "\u0130", "ß",
     "e\u0301", "👩‍🚒", "\x00", "\u200b", "\r\n", "﷽", "Baca juga: ", "<b>", "\U00010400"]
)  # fmt: skip
any_text = st.lists(
    st.one_of(_fragments, st.text(st.characters(exclude_categories=["Cs"]), max_size=12)),
    max_size=25,
).map("".join)


def assert_exact(text: str, record: Document) -> None:
    for _, mention in record.mentions():
        assert text[mention.start : mention.end] == mention.text
    for person in record.people:
        for position in person.positions:
            assert text[position.start : position.end] == position.text


def test_an_article_becomes_records(nlp: Language) -> None:
    record = entitas.extract(ARTICLE, nlp=nlp, id="t1", title="Kasus di Tuban")
    assert (record.id, record.title) == ("t1", "Kasus di Tuban")
    rudi = next(p for p in record.people if p.name == "Rudi Hartanto")
    assert rudi.official
    assert "Rudi" in rudi.aliases
    assert [rank.code for rank in rudi.ranks] == ["akbp"]
    assert rudi.positions[0].title == "Kapolres"
    assert rudi.positions[0].agency is not None
    assert rudi.positions[0].agency.implied
    endang = next(p for p in record.people if p.name == "Endang Puspita")
    assert {d.text.rstrip(".") for d in endang.degrees} == {"Dra", "M.Si"}
    codes = {place.name: place.code for place in record.places}
    assert codes["Kabupaten Tuban"] == "35.23"
    assert codes["Jawa Timur"] == "35"
    assert codes["Jenu"] == "35.23.12"
    assert_exact(ARTICLE, record)


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        (
            "Kapolri memutasi Kapolda Bali Irjen Rudi Hartanto.",
            {("Rudi Hartanto", "Kapolda Bali", "former")},
        ),
        (
            "Staf ahli mantan menteri era Presiden ke-4 RI Rudi Hartanto itu pulang.",
            {("Rudi Hartanto", "Presiden ke-4 RI", "former")},
        ),
        (
            "Bupati dan Wakil Bupati Tuban, Rina Dewi dan Rudi Hartanto, hadir.",
            {
                ("Rina Dewi", "Bupati dan Wakil Bupati Tuban", "current"),
                ("Rudi Hartanto", "Wakil Bupati Tuban", "current"),
            },
        ),
        (
            "Anggota Komisi I DPR lainnya yakni Rudi Hartanto hadir.",
            {("Rudi Hartanto", "Anggota Komisi I DPR", "current")},
        ),
        (
            '"Kami siap," canda vokalis Sinar Timur, Rudi Hartanto.',
            {("Rudi Hartanto", "vokalis Sinar Timur", "current")},
        ),
        (
            "Kadiv Humas Polri Irjen Rudi Hartanto hadir.",
            {("Rudi Hartanto", "Kadiv Humas Polri", "current")},
        ),
    ],
)
def test_offices_of_whole_sentences(
    text: str, offices: set[tuple[str, str, str]], nlp: Language
) -> None:
    record = entitas.extract(text, nlp=nlp)
    assert offices == {(p.name, o.text, o.status) for p in record.people for o in p.positions}


def test_a_text_without_capitals_has_its_titles(nlp: Language) -> None:
    record = entitas.extract(ARTICLE.lower(), nlp=nlp)
    rudi = next(p for p in record.people if p.name == "rudi hartanto")
    assert [(rank.code, rank.text) for rank in rudi.ranks] == [("akbp", "akbp")]
    (office,) = rudi.positions
    assert office.place is not None
    assert (office.text, office.title, office.place.text) == ("kapolres tuban", "kapolres", "tuban")
    assert_exact(ARTICLE.lower(), record)


def test_an_honorific_of_one_letter_is_no_initial(nlp: Language) -> None:
    (rudi,) = entitas.extract("Sekda Tuban H. Rudi Hartanto hadir.", nlp=nlp).people
    assert (rudi.name, [h.text for h in rudi.honorifics]) == ("Rudi Hartanto", ["H."])


def test_wrongly_decoded_marks_part_no_names(nlp: Language) -> None:
    text = "Kata KapolresÂ Tuban AKBP RudiÂ Hartanto, â\x80\x9cyaâ\x80\x9d."
    record = entitas.extract(text, nlp=nlp)
    (rudi,) = record.people
    assert rudi.name == "Rudi Hartanto"
    assert [office.title for office in rudi.positions] == ["Kapolres"]
    assert_exact(text, record)


def test_every_span_is_explained_when_asked(nlp: Language) -> None:
    record = entitas.extract(ARTICLE, nlp=nlp, explain=True)
    assert record.explanation is not None
    by_span = {(row.start, row.end): row for row in record.explanation}
    for id_, mention in record.mentions():
        assert by_span[mention.start, mention.end].record == id_
    dropped = [row for row in record.explanation if row.outcome.startswith("dropped")]
    assert dropped
    assert all(row.record is None and row.said for row in dropped)
    assert entitas.extract(ARTICLE, nlp=nlp).explanation is None


def test_the_same_through_every_door(nlp: Language) -> None:
    one = entitas.extract(ARTICLE, nlp=nlp)
    (many,) = entitas.extract_many([ARTICLE], nlp=nlp)
    assert one == many == nlp(ARTICLE)._.record
    assert Document.model_validate_json(one.model_dump_json()) == one


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=any_text)
def test_any_text_gives_exact_and_repeatable_records(nlp: Language, text: str) -> None:
    record = entitas.extract(text, nlp=nlp)
    assert_exact(text, record)
    assert entitas.extract(text, nlp=nlp) == record
    assert Document.model_validate_json(record.model_dump_json()) == record


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\x00" * 10,
        "😀" * 50,
        "The quick brown fox jumps over the lazy dog.",
        "<html><body><p></p></body></html>",
        "١٢٣ 中文 текст",
        "." * 5000,
    ],
)
def test_text_without_names_gives_an_empty_or_small_record(nlp: Language, text: str) -> None:
    record = entitas.extract(text, nlp=nlp)
    assert_exact(text, record)
    assert not record.people


def test_a_megabyte_goes_through(nlp: Language) -> None:
    # the NER takes a minute for a megabyte of words
    text = "Harga cabai di pasar naik lagi menjelang hari raya. " * 1_000
    text += "\n" * (1_000_000 - len(text)) + ARTICLE
    record = entitas.extract(text, nlp=nlp)
    assert record.people
    assert_exact(text, record)


@pytest.mark.parametrize("value", [None, b"Budi", 7, ["Budi"]])
def test_what_is_no_text_is_refused(nlp: Language, value: object) -> None:
    with pytest.raises(InputError, match="not a string"):
        entitas.extract(value, nlp=nlp)  # type: ignore[arg-type]


def test_a_lone_surrogate_is_refused_with_its_place(nlp: Language) -> None:
    with pytest.raises(InputError, match=r"U\+D800.*offset 5"):
        entitas.extract("Budi \ud800", nlp=nlp)


def test_unknown_fields_are_refused(nlp: Language) -> None:
    with pytest.raises(InputError, match="Unknown field 'headline'"):
        entitas.extract("Budi", nlp=nlp, headline="x")


@pytest.mark.parametrize("setting", [{"threads": 0}, {"min_score": 1.5}, {"ner": "bert"}])
def test_impossible_settings_are_refused(setting: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        entitas.load(**setting)  # type: ignore[arg-type]


def test_page_noise_yields_no_record_unless_asked(nlp: Language) -> None:
    page = ARTICLE + "\n\nBaca juga: Bupati Gresik Siti Maulida Resmikan Pasar\n"
    assert "Siti Maulida" not in {p.name for p in entitas.extract(page, nlp=nlp).people}
    everything = entitas.extract(page, nlp=entitas.load(keep_noise=True))
    assert "Siti Maulida" in {p.name for p in everything.people}


def test_discarded_spans_say_why(nlp: Language) -> None:
    doc = nlp(ARTICLE + "\n\nBaca juga: Bupati Gresik Siti Maulida Resmikan Pasar\n")
    reasons = {find.detail["reason"] for find in read(doc, "discarded")}
    assert any(reason.startswith("page noise") for reason in reasons)


def test_finds_within_one_token_keep_their_own_details(nlp: Language) -> None:
    doc = nlp.make_doc("Tanakmembeberkan semuanya")
    finds = [
        Found(0, 5, "PERSON", "ner", 0.5, {"n": 1}),
        Found(0, 5, "place", "gazetteer", 0.7, {"n": 2}),
        Found(5, 16, "PERSON", "ner", 0.9, {"n": 3}),
    ]
    write(doc, "g", finds)
    assert sorted(read(doc, "g"), key=lambda f: f.detail["n"]) == finds
    doc.spans["g"].append(doc[1:2])
    assert read(doc, "g")[-1] == Found(17, 25, "", "g")
