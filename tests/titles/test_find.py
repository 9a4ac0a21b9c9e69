"""What the title finder finds in running text, and what it leaves alone."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.titles import TitleHit, find

PIECES = (
    *("Kombes", "Pol", ".", "(", ")", "Purn", "TNI", "H.", "Dr.", ",", "SH", "Budi", "Plt"),
    *("mantan", "Kapolres", "Ketua", "KPK", "\n", "di"),
)


def found(text: str, *kinds: str) -> list[str]:
    """The hits of some kinds, as written."""
    return [text[hit.start : hit.end] for hit in find(text) if hit.kind in kinds]


def ranks(text: str) -> list[str]:
    return found(text, "police_rank", "military_rank", "civil_rank")


def only(text: str, kind: str) -> TitleHit:
    (hit,) = [hit for hit in find(text) if hit.kind == kind]
    return hit


@pytest.mark.parametrize(
    ("rank", "code"),
    [
        ("Kombes", "kombes"),
        ("Kombes Pol", "kombes"),
        ("Kombes Pol.", "kombes"),
        ("KOMBES POL", "kombes"),
        ("Komisaris Besar Polisi", "kombes"),
        ("AKBP", "akbp"),
        ("Irjen. Pol.", "irjen_pol"),
        ("Brigjen Pol", "brigjen_pol"),
        ("Aipda", "aipda"),
        ("Ajun Inspektur Polisi Dua Anumerta", "aipda"),
        ("Brigjen TNI", "brigjen"),
        ("Letjen TNI (Purn)", "letjen"),
        ("Mayjen (Purn) TNI", "mayjen"),
        ("Jenderal TNI Kehormatan (Purnawirawan)", "jenderal"),
        ("Kolonel Inf", "kolonel"),
        ("Kolonel Laut (P)", "kolonel"),
        ("Letkol Chk (K)", "letkol"),
        ("Marsekal Madya TNI", "marsdya"),
        ("Laksamana Pertama TNI", "laksma"),
        ("Kapten Pnb", "kapten"),
        ("Sertu", "sertu"),
    ],
)
def test_a_rank_is_one_whole_phrase(rank: str, code: str) -> None:
    text = f"Menurut {rank} Bagas Wiratama, jalan itu aman."
    assert ranks(text) == [rank]
    (hit,) = [hit for hit in find(text) if hit.kind.endswith("rank")]
    assert hit.code == code
    assert hit.forms == (rank,)
    assert hit.side == "before"


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        (
            "Brigadir Jenderal (Brigjen) Pol",
            ("Brigjen Pol", "Brigadir Jenderal (Brigjen) Pol"),
        ),
        ("Prajurit Dua (Prada)", ("Prada", "Prajurit Dua")),
        ("Komisaris Besar (Kombes)", ("Kombes", "Komisaris Besar")),
        ("AKP (Ajun Komisaris Polisi)", ("AKP", "Ajun Komisaris Polisi")),
    ],
)
def test_a_rank_in_both_forms_gives_the_short_one_first(
    written: str, forms: tuple[str, ...]
) -> None:
    text = f"Kata {written} Bagas Wiratama."
    assert ranks(text) == [written]
    assert find(text)[0].forms == forms


def test_details_of_a_rank() -> None:
    hit = only("Hadir Letjen TNI (Purn) Surya.", "military_rank")
    assert (hit.name, hit.retired, hit.force, hit.order) == ("Letnan Jenderal", True, "ad", 21)
    assert only("Hadir Mayor Laut (E) Surya.", "military_rank").force == "al"
    assert only("Hadir Mayor Pnb Surya.", "military_rank").force == "au"
    assert only("Hadir Mayor Surya.", "military_rank").force == "tni"
    assert not only("Hadir Mayor Surya.", "military_rank").retired


def test_generals_are_of_the_force_that_is_near() -> None:
    police = "Kapolri Jenderal Bagas Wiratama memimpin apel Polri."
    army = "Panglima TNI Jenderal Bagas Wiratama memimpin apel TNI."
    assert only(police, "police_rank").name == "Jenderal Polisi"
    assert only(army, "military_rank").name == "Jenderal"


@pytest.mark.parametrize(
    "text",
    [
        "Macet di Jalan Jenderal Sudirman dan Jl. Letjen Suprapto.",
        "Direktorat Jenderal Pajak mencatat kenaikan.",
        "Direktur Jenderal Pajak Rina hadir.",
        "Sekretaris Jenderal PBB datang.",
        "Ia kapten kapal dan mayor lokal.",
        "Harga akan naik pada Mei, kata brigadir itu.",
        "Inspektorat Jenderal memeriksa.",
    ],
)
def test_no_rank_here(text: str) -> None:
    assert ranks(text) == []


def test_degrees_stand_beside_a_name() -> None:
    text = "Dosen Prof. Dr. Ir. Sekar Ayu, M.Si., Ph.D. dan dr. Bima Sena SH MH hadir."
    assert found(text, "degree") == ["Prof.", "Dr.", "Ir.", "M.Si.", "Ph.D.", "dr.", "SH", "MH"]
    assert [hit.name for hit in find(text) if hit.kind == "degree"][5] == "Dokter"
    assert [hit.side for hit in find(text) if hit.kind == "degree"][2:4] == ["before", "after"]


@pytest.mark.parametrize(
    "text",
    [
        "Juru Bicara MA membantah.",
        "Surat Edaran Nomor SE/12/2024 terbit.",
        "Menteri menerbitkan SE Bersama soal libur.",
        "Di RSUD Dr. Soetomo dan RS Prof. Ngoerah.",
        "Ia sakit dan pergi ke dr terdekat.",
        "Mahkamah Agung (MA) memutus.",
    ],
)
def test_no_degree_here(text: str) -> None:
    assert found(text, "degree") == []


@pytest.mark.parametrize(
    ("text", "honorifics"),
    [
        ("Bersama H. Ahmad dan Hj. Siti hadir.", ["H.", "Hj."]),
        ("Wali Kota Bogor H. Ahmad hadir.", ["H."]),
        ("Menurut KH Zainal dan Gus Rofi,", ["KH", "Gus"]),
        ("Kata Pak Bagas dan pak Surya,", ["Pak", "pak"]),
        ("Raja itu, Sri Sultan Wirabumi II,", ["Sri Sultan"]),
        ("Mbak Sekar menyapa Tuan Guru Bajang Zain.", ["Mbak", "Tuan Guru Bajang"]),
        ("Almarhum Bagas dikenang.", ["Almarhum"]),
    ],
)
def test_honorifics_stand_right_before_a_name(text: str, honorifics: list[str]) -> None:
    assert found(text, "honorific") == honorifics


@pytest.mark.parametrize(
    "text",
    [
        "Putusan itu dibaca Rahman H. Utama.",
        "Di Jalan KH Ahmad Dahlan dan Masjid H. Bakri.",
        "Di Ibu Kota Nusantara dan bagi Ibu Hamil.",
        "Kepada Pak Bupati dan Bapak Presiden.",
        "Andi Bagas dan Teuku Rahmat hadir.",
        "Temuan BPK RI dibaca.",
        "Rumah bapak itu dan ibu itu.",
        "Trayek 6H Senen ditutup.",
    ],
)
def test_no_honorific_here(text: str) -> None:
    assert found(text, "honorific") == []


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("Kapolres Tuban dan Wakil Wali Kota Bogor", ["Kapolres", "Wakil Wali Kota"]),
        ("menjadi direktur utama PT Melati", ["direktur utama"]),
        ("Dirjen Pajak, Wamenkeu, Kapuspenkum", ["Dirjen", "Wamenkeu", "Kapuspenkum"]),
        ("KAPOLDA DAN WALKOT", ["KAPOLDA", "WALKOT"]),
        ("prajuritTNI dan PresidenAmerika", ["prajurit", "Presiden"]),
        ("Kadisporapar membuka lomba", ["Kadisporapar"]),
    ],
)
def test_office_heads_are_the_longest_match(text: str, heads: list[str]) -> None:
    assert found(text, "office") == heads


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Plt. Bupati Tuban", "acting"),
        ("Pelaksana Tugas (Plt) Bupati Tuban", "acting"),
        ("mantan Bupati Tuban", "former"),
        ("eks-Bupati Tuban", "former"),
        ("bakal calon Bupati Tuban", "candidate"),
        ("Bupati nonaktif Tuban", "former"),
        ("Bupati terpilih Tuban", "candidate"),
    ],
)
def test_status_words(text: str, status: str) -> None:
    assert only(text, "status").code == status


def test_a_status_word_without_an_office_or_name_is_none() -> None:
    assert found("Gedung bekas pabrik dan calon pembeli", "status") == []


def test_hits_are_sorted_and_do_not_overlap() -> None:
    text = (
        "Plt. Kapolres Tuban AKBP H. Bagas Wiratama, S.I.K., M.H. bersama mantan Bupati Dr. Sekar "
        "dan Danramil 05/Genuk Kapten Inf Surya di Jalan Jenderal Sudirman."
    )
    hits = find(text)
    assert len(hits) == 11
    for before, after in pairwise(hits):
        assert before.end <= after.start


@given(st.text(max_size=200))
def test_any_text_gives_slices_of_itself(text: str) -> None:
    for hit in find(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert all(form for form in hit.forms)


@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=30,
    )
)
def test_any_order_of_titles_gives_sorted_hits(pieces: list[str]) -> None:
    hits = find(" ".join(pieces))
    assert all(a.end <= b.start for a, b in pairwise(hits))
    assert find(" ".join(pieces)) == hits


def test_lower_case_and_surrogates_do_no_harm() -> None:
    assert found("kapolres tuban akbp budi hadir", "office") == ["kapolres"]
    assert find("\ud800\x00 \u200b😀") == []


def test_time_grows_with_the_length_only() -> None:
    text = "Kapolres Tuban AKBP Bagas Wiratama membuka lomba warga di lapangan kota. " * 700
    find(text[:1000])
    start = time.process_time()
    assert len(find(text)) == 1400
    assert time.process_time() - start < 2
