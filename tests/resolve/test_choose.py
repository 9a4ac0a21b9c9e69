"""Which finds are mentions: marked up are the NER's finds, the gazetteer's and the offices."""

from __future__ import annotations

import pytest

from entitas.resolve.choose import choose
from entitas.spans import Found
from tests.marked import marked

_KINDS = {"area": "place", "body": "ministry"}
_CODES = {"office": "camat", "over": "kadiv"}


def chosen(source: str) -> list[tuple[str, str]]:
    article = marked(source)
    ner = [Found(s, e, tag, "ner", 0.9) for s, e, tag in article.spans if tag.isupper()]
    hits = [
        Found(s, e, _KINDS[tag], "gazetteer", 0.95, {"candidates": [("x", 1.0)]})
        for s, e, tag in article.spans
        if tag in _KINDS
    ]
    titles = [
        Found(s, e, "office", "titles", 1.0, {"code": _CODES[tag]})
        for s, e, tag in article.spans
        if tag in _CODES
    ]
    words = {"justru", "resmi", "mengatakan"}
    mentions, _ = choose(article.text, ner, hits, titles, is_word=words.__contains__)
    return [(m.label, article.form((m.start, m.end))) for m in mentions]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "<ORG>Dinas Perindustrian</ORG> dan <ORG>Perdagangan</ORG> hadir",
            [("ORG", "Dinas Perindustrian dan Perdagangan")],
        ),
        (
            "<ORG>Dinas Sosial</ORG> dan <ORG><body>Pertamina</body></ORG> dan <ORG>KPK</ORG>",
            [("ORG", "Dinas Sosial"), ("ORG", "Pertamina"), ("ORG", "KPK")],
        ),
        (
            "<ORG>Dinas Sosial</ORG> dan <ORG>Dinas Pendidikan</ORG>",
            [("ORG", "Dinas Sosial"), ("ORG", "Dinas Pendidikan")],
        ),
        ("petugas <ORG>Otoritas</ORG> Pasar Ikan datang", [("ORG", "Otoritas Pasar Ikan")]),
        (
            "Ketua <ORG>Yayasan</ORG> <PERSON>Rina Dewi</PERSON>",
            [("ORG", "Yayasan"), ("PERSON", "Rina Dewi")],
        ),
        ("Kepala <ORG><area>Bidang</area> Bina Marga</ORG>", [("ORG", "Bidang Bina Marga")]),
        ("<ORG><office>Camat</office> <area>Jenu</area></ORG> pulang", [("PLACE", "Jenu")]),
        ("kata <ORG>PT Sinar</ORG> (Persero) itu", [("ORG", "PT Sinar (Persero)")]),
        ("menurut <ORG>majalah Angin Timur</ORG>", [("ORG", "Angin Timur")]),
        (
            "<PERSON>Rina Dewi</PERSON> diam. Kata <ORG>Rina</ORG>, ya.",
            [("PERSON", "Rina Dewi"), ("PERSON", "Rina")],
        ),
        ("laporan LP/B/12/<ORG>SPKT</ORG>/<body>POLDA</body> itu", []),
        ("surat Nomor S-5/<body>MK</body>.01/2024 itu", []),
        ("lulusan Akademi <body>Angkatan Darat</body> itu", []),
        ("kata tim gabungan <body>Polda Bali</body> itu", [("ORG", "Polda Bali")]),
        ("kata <body>tim gabungan <body>Polda Bali</body></body>", [("ORG", "Polda Bali")]),
        ("di <ORG>Istana Negara</ORG> kemarin", []),
        (
            "<body><ORG>Kementerian Riset</ORG>, <ORG>Budaya Raya</ORG></body> diam",
            [("ORG", "Kementerian Riset, Budaya Raya")],
        ),
        (
            "<PERSON>Rina Dewi</PERSON> (RD) dan <PERSON>RT</PERSON> hadir",
            [("PERSON", "Rina Dewi")],
        ),
        ("Anak Buah Kapal (ABK). Kata <PERSON>ABK</PERSON> itu", []),
        ("<PERSON>Justru</PERSON> ia justru pulang", []),
        ("<PERSON>Resmi</PERSON> hadir", [("PERSON", "Resmi")]),
        ("korban berinisial <ORG>MA</ORG> pulang", [("PERSON", "MA")]),
        (
            "kata <PERSON>Rina\nDewi Lestari</PERSON>",
            [("PERSON", "Rina"), ("PERSON", "Dewi Lestari")],
        ),
        ("kata <PERSON>Budi Hartantom</PERSON>engatakan itu", [("PERSON", "Budi Hartanto")]),
        ("<PERSON>Ana Hartonoresmi</PERSON> pergi. Hartono diam", [("PERSON", "Ana Hartono")]),
        ("<PERSON>Ana Hartonoresmi</PERSON> pergi", [("PERSON", "Ana Hartonoresmi")]),
        ("sebanyak 20 <ORG>Brigade Infanteri</ORG> baru", []),
        ("<ORG><office>Kabag</office> Dewan Pengawas Jaya</ORG>", [("ORG", "Dewan Pengawas Jaya")]),
        ("<ORG>PJK) Otoritas Pangan (OP</ORG>) hadir", [("ORG", "Otoritas Pangan (OP)")]),
        ("milik <ORG>BUMD Kabupaten Tuban</ORG> itu", []),
        ("punya <ORG>KTP Jakarta</ORG>", []),
        (
            "<ORG><body>Satuan Polisi Pamong Praja</body></ORG> dan <ORG>Pecalang</ORG>",
            [("ORG", "Satuan Polisi Pamong Praja"), ("ORG", "Pecalang")],
        ),
        (
            "Jaksa Bagas <PERSON>Rangga Surya</PERSON> hadir. Kata <PERSON>Bagas</PERSON>",
            [("PERSON", "Bagas Rangga Surya"), ("PERSON", "Bagas")],
        ),
        ("kata <PERSON>Roy Hart Cs</PERSON> itu", [("PERSON", "Roy Hart")]),
        ("kata M <PERSON>Rizal</PERSON> itu", [("PERSON", "M Rizal")]),
        ("kata <PERSON>Sukirno</PERSON> R.", [("PERSON", "Sukirno")]),
        ("kata <PERSON>Sukirno</PERSON> R, lalu", [("PERSON", "Sukirno R")]),
        ("<PERSON>RIBudi Hart</PERSON> tiba. Budi diam", [("PERSON", "Budi Hart")]),
        ("tulisnya di media sosial <PERSON>X</PERSON>.", []),
        ("seorang <ORG>Dewan</ORG> pulang", [("ORG", "Dewan")]),
        (
            "<ORG>PPNS <body>Kementerian Perhubungan</body></ORG> datang",
            [("ORG", "Kementerian Perhubungan")],
        ),
        ("<ORG>Masyarakat <area>Agam</area></ORG> hadir", [("PLACE", "Agam")]),
        (
            "<ORG>Masyarakat <area>Agam</area> Bersatu</ORG> hadir",
            [("ORG", "Masyarakat Agam Bersatu")],
        ),
        ("di Rumah <ORG>Dinas Bupati</ORG> kemarin", []),
        ("di <ORG>Dinas Sosial</ORG> kemarin", [("ORG", "Dinas Sosial")]),
        (
            "kantor <PLACE><office>Camat</office> <area>Muara Jaya</area></PLACE> kosong",
            [("PLACE", "Muara Jaya")],
        ),
        ("kata <over>Kadiv</over> <body>Humas <body>Polri</body></body> itu", [("ORG", "Polri")]),
        ("kata <body>Humas <body>Polri</body></body> itu", [("ORG", "Humas Polri")]),
    ],
)
def test_mentions(source: str, expected: list[tuple[str, str]]) -> None:
    assert chosen(source) == expected
