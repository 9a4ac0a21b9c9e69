"""Office phrases, taken apart by the conventions of the records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitas.titles import Office, parse_office, same_office

IMPLIED = "~"  # marks an agency that only the title implies


def slots(office: Office) -> tuple[str, str | None, str | None]:
    agency = f"{IMPLIED}{office.agency}" if office.agency_implied else office.agency
    return office.title, agency, office.place


@pytest.mark.parametrize(
    ("phrase", "title", "agency", "place"),
    [
        # the head implies the agency, the place is its jurisdiction
        ("Kapolres Tuban", "Kapolres", "~Polres Tuban", "Tuban"),
        (
            "Kapolres Metro Jakarta Barat",
            "Kapolres",
            "~Polres Metro Jakarta Barat",
            "Jakarta Barat",
        ),
        ("Kapolda Metro Jaya", "Kapolda", "~Polda Metro Jaya", None),
        ("Wali Kota (Wakot) Semarang", "Wali Kota", "~Pemerintah Kota Semarang", "Semarang"),
        ("Wakil Bupati Garut", "Wakil Bupati", "~Pemerintah Kabupaten Garut", "Garut"),
        ("Gubernur DKI Jakarta", "Gubernur", "~Pemerintah Provinsi DKI Jakarta", "DKI Jakarta"),
        ("Bupati dan Wakil Bupati Garut", "Bupati", "~Pemerintah Kabupaten Garut", "Garut"),
        ("Sekda Kota Bogor", "Sekda", "~Pemerintah Kota Bogor", "Kota Bogor"),
        ("Camat Genuk", "Camat", "~Kecamatan Genuk", "Genuk"),
        ("Kajari Tuban", "Kajari", "~Kejari Tuban", "Tuban"),
        ("Dandim 0830/Surabaya", "Dandim", "~Kodim 0830/Surabaya", "Surabaya"),
        ("Pangdam IX/Udayana", "Pangdam", "~Kodam IX/Udayana", None),
        ("Kapolri", "Kapolri", "~Polri", None),
        ("Jaksa Agung", "Jaksa Agung", "~Kejaksaan Agung", None),
        ("Kadishub Kota Bogor", "Kadishub", "~Dishub Kota Bogor", "Kota Bogor"),
        # ministers
        (
            "Menteri Dalam Negeri (Mendagri)",
            "Menteri Dalam Negeri",
            "~Kementerian Dalam Negeri",
            None,
        ),
        ("Menteri Pertahanan RI", "Menteri Pertahanan", "~Kementerian Pertahanan", None),
        ("Wamendagri", "Wamendagri", "~Kementerian Dalam Negeri", None),
        (
            "Menko Polkam",
            "Menko Polkam",
            "~Kementerian Koordinator Bidang Politik dan Keamanan",
            None,
        ),
        (
            "Menteri Luar Negeri Malaysia",
            "Menteri Luar Negeri",
            "~Kementerian Luar Negeri Malaysia",
            "Malaysia",
        ),
        (
            "Menteri Pendidikan Tinggi, Sains, dan Teknologi",
            "Menteri Pendidikan Tinggi, Sains, dan Teknologi",
            "~Kementerian Pendidikan Tinggi, Sains, dan Teknologi",
            None,
        ),
        # a body that stands by itself
        ("Kepala Dinas Sosial Jakarta", "Kepala", "Dinas Sosial Jakarta", None),
        ("Kepala BPBD Jawa Timur", "Kepala", "BPBD Jawa Timur", None),
        ("Kepala Kejaksaan Negeri Tuban", "Kepala", "Kejaksaan Negeri Tuban", None),
        ("Direktur RSUD Rembang", "Direktur", "RSUD Rembang", None),
        ("Kadis PUPR Sumut", "Kadis", "PUPR Sumut", None),
        # a unit inside a body stays in the title
        ("Kepala Badan Geologi Kementerian ESDM", "Kepala Badan Geologi", "Kementerian ESDM", None),
        (
            "Kepala Pusat Penerangan Hukum Kejagung",
            "Kepala Pusat Penerangan Hukum",
            "Kejagung",
            None,
        ),
        ("Ketua Komisi II DPR RI", "Ketua Komisi II", "DPR RI", None),
        ("Ketua Komisi Yudisial", "Ketua", "Komisi Yudisial", None),
        ("Ketua Fraksi PAN DPR RI", "Ketua Fraksi PAN", "DPR RI", None),
        ("Ketua Fraksi Partai Golkar", "Ketua Fraksi", "Partai Golkar", None),
        ("Anggota DPR dari Fraksi PKS", "Anggota", "DPR", None),
        ("Kasat Reskrim Polres Tuban", "Kasat Reskrim", "Polres Tuban", None),
        ("Kanit PPA Satreskrim Polres Tuban", "Kanit PPA", "Satreskrim Polres Tuban", None),
        ("Dirlantas Polda Metro Jaya", "Dirlantas", "Polda Metro Jaya", None),
        ("Danyon 13 Grup 1/Kopassus", "Danyon 13", "Grup 1/Kopassus", None),
        ("Panglima TNI", "Panglima", "TNI", None),
        (
            "Direktur Koordinasi & Supervisi Wilayah 3 KPK",
            "Direktur Koordinasi & Supervisi Wilayah 3",
            "KPK",
            None,
        ),
        ("Jaksa Penuntut Umum (JPU) KPK", "Jaksa Penuntut Umum", "KPK", None),
        ("Wakil Rektor III Unmul", "Wakil Rektor III", "Unmul", None),
        # companies, jobs and clients
        ("Direktur Utama PT Melati (Persero)", "Direktur Utama", "PT Melati (Persero)", None),
        ("Direktur Operasional Melati Raya", "Direktur Operasional", "Melati Raya", None),
        ("pengacara Bagas Wiratama", "pengacara", None, None),
        ("pengacaranya", "pengacara", None, None),
        ("guru olahraga di SDN Genuk", "guru olahraga", "SDN Genuk", None),
        ("petani kopi", "petani kopi", None, None),
        ("Ketua Yayasan", "Ketua Yayasan", None, None),
        # a second office inside the title
        ("Juru bicara Presiden Palestina", "Juru bicara Presiden", None, "Palestina"),
        ("Asops Kasdam VII/Wirabuana", "Asops Kasdam", "~Kodam VII/Wirabuana", None),
        (
            "Staf Ahli Menteri Bidang Hukum Kemensos",
            "Staf Ahli Menteri Bidang Hukum",
            "Kemensos",
            None,
        ),
    ],
)
def test_slots(phrase: str, title: str, agency: str | None, place: str | None) -> None:
    assert slots(parse_office(phrase)) == (title, agency, place)


@pytest.mark.parametrize(
    ("phrase", "status", "title"),
    [
        ("Plt Direktur RSUD Rembang", "acting", "Direktur"),
        ("Penjabat (Pj) Gubernur Papua", "acting", "Gubernur"),
        ("jaksa sementara", "acting", "jaksa"),
        ("mantan Bupati Garut", "former", "Bupati"),
        ("eks-Bupati Garut", "former", "Bupati"),
        ("Presiden ke-7 RI", "former", "Presiden"),
        ("Presiden ke-8 RI", "current", "Presiden"),
        ("Wakil Presiden ke-10 dan ke-12 RI", "former", "Wakil Presiden"),
        ("Menteri Perdagangan era Surya", "former", "Menteri Perdagangan"),
        ("Ketua KPK saat itu", "former", "Ketua"),
        ("Ketua KPK periode 2011-2015", "former", "Ketua"),
        ("Anggota DPRD Garut periode 2024-2029", "current", "Anggota"),
        ("bakal calon Gubernur Bali", "candidate", "Gubernur"),
        ("Cagub Bali", "candidate", "Cagub"),
        ("Bupati nonaktif Garut", "former", "Bupati"),
        ("Kapolri", "current", "Kapolri"),
    ],
)
def test_status(phrase: str, status: str, title: str) -> None:
    office = parse_office(phrase)
    assert (office.status, office.title) == (status, title)


def test_a_term_is_judged_by_the_year_of_the_text() -> None:
    phrase = "Ketua Komisi IV DPR periode 2019-2024"
    assert parse_office(phrase, year=2022).status == "current"
    assert parse_office(phrase, year=2025).status == "former"


def test_short_forms_in_brackets_are_other_names_of_the_office() -> None:
    assert parse_office("Menteri Dalam Negeri (Mendagri)").also == ("Mendagri",)
    assert parse_office("Kepala Badan Gizi Nasional (BGN)").also == ()


def test_spans_are_offsets_into_the_phrase() -> None:
    phrase = "Plt Direktur RSUD Rembang"
    assert parse_office(phrase).agency_span == (13, 25)
    phrase = "Kapolres Metro Jakarta Barat"
    office = parse_office(phrase)
    assert office.agency_span is None
    assert office.place_span == (15, 28)


def test_known_bodies_and_places_win_over_the_guess() -> None:
    phrase = "vokalis Melati Senja"
    assert parse_office(phrase).agency is None
    assert parse_office(phrase, bodies=[(8, 20)]).agency == "Melati Senja"
    phrase = "Kepala Badan Geologi Kementerian ESDM"  # a unit in the ministry, given or not
    assert parse_office(phrase, bodies=[(7, 37)]).title == "Kepala Badan Geologi"
    phrase = "Ketua Komisi II DPR RI"
    assert parse_office(phrase, bodies=[(6, 22)]).title == "Ketua Komisi II"
    phrase = "tokoh masyarakat Lembah Hijau"
    assert parse_office(phrase).place is None
    assert parse_office(phrase, places=[(17, 29)]).place == "Lembah Hijau"


def test_public_offices_are_told_from_other_jobs() -> None:
    assert parse_office("Bupati Garut").official
    assert parse_office("Kadisporapar Garut").official
    assert not parse_office("Direktur Utama PT Melati").official
    assert not parse_office("tukang kayu").official
    assert parse_office("tukang kayu").head is None


@given(st.text(max_size=80))
def test_any_text_gives_an_office_with_true_spans(text: str) -> None:
    office = parse_office(text)
    assert office.title or not text
    for value, span in ((office.agency, office.agency_span), (office.place, office.place_span)):
        if span is not None:
            assert text[span[0] : span[1]] == value


WORDS = (
    *("Plt", "mantan", "eks", "Kepala", "Wakil", "Ketua", "Menteri", "Bidang", "Dinas", "Komisi"),
    *("II", "Fraksi", "DPR", "RI", "(Plt)", "(", ")", "dan", "di", "ke-", "7", "Kapolres", "Metro"),
    *(
        "Staf",
        "Khusus",
        "Kadishub",
        "Mendikbud",
        "Tuban",
        "era",
        "periode",
        "2019",
        ",",
        "nonaktif",
    ),
)


@given(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=2),
)
def test_any_order_of_office_words_is_read(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [(a, min(a + n, len(text))) for a, n in spans if a < len(text)]
    office = parse_office(text, bodies=inside, places=inside)
    for value, span in ((office.agency, office.agency_span), (office.place, office.place_span)):
        if span is not None:
            assert text[span[0] : span[1]] == value
    assert parse_office(text, bodies=inside, places=inside) == office


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Wali Kota (Wakot) Semarang", "Walkot Semarang"),
        ("Wakil Menteri Keuangan", "Wamenkeu"),
        ("Kapolres Tuban", "Kapolres"),
        ("Menteri Keuangan", "menteri"),
        ("mantan Bupati Garut", "Bupati Garut"),
        ("Gubernur Jawa Tengah", "Gubernur Jateng"),
        ("Kepala Dinas Perhubungan Kota Bogor", "Kadishub Kota Bogor"),
        ("Kepala Seksi Pidana Khusus (Kasi Pidsus) Kejari Tuban", "Kasi Pidsus"),
        ("Ketua Komisi 2 DPR", "Ketua Komisi II DPR RI"),
        ("Direktur Koordinasi & Supervisi 3 KPK", "Direktur Koordinasi dan Supervisi III KPK"),
        ("Kepala Kejari Tuban", "Kajari"),
        ("hakim tunggal PN Tuban", "hakim"),
    ],
)  # fmt: skip
def test_one_office_in_two_phrasings(a: str, b: str) -> None:
    assert same_office(a, b)
    assert same_office(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kapolres Tuban", "Kapolres Garut"),
        ("Kapolres Tuban", "Wakapolres Tuban"),
        ("Ketua DPRD Garut", "Ketua DPD Partai Melati Garut"),
        ("Bupati Garut", "Gubernur Garut"),
        ("Direktur", "Direktur Utama PT Melati"),
        ("Menteri Keuangan", "Menteri Sosial"),
        ("Komandan Grup 1/Kopassus", "Danyon 13 Grup 1/Kopassus"),
        ("", "Bupati Garut"),
    ],
)
def test_two_offices(a: str, b: str) -> None:
    assert not same_office(a, b)
    assert not same_office(b, a)


def test_a_span_that_holds_no_word_is_no_body() -> None:
    assert parse_office("Menteri nonaktif", bodies=[(7, 9)]).title == "Menteri"
