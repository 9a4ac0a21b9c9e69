"""Abbreviations of Indonesian news that are written with a full stop.

The facts are those of the spelling rules (EYD V, "Tanda Titik" and "Singkatan") and of the ranks,
degrees and addresses that news writes; a word is left out where a sentence may well end with it
("hal.", "tak.").
"""

from __future__ import annotations

__all__ = ["CLOSING", "DEGREE", "FIELDS", "OPENING"]


def _cases(words: str) -> frozenset[str]:
    """Return the words as given and, for headlines, in capitals."""
    given = words.split()
    return frozenset([*given, *(word.upper() for word in given if len(word) > 1)])


OPENING: frozenset[str] = _cases(
    # areas and addresses
    "Kab Kec Kel Prov Ds Dsn Dk Jl Jln Gg Gd Komp No Nmr Telp Kav Lt Hlm "
    "kab kec kel prov ds dsn jl jln gg no nmr telp kav hlm "
    # ranks and their corps
    "Jend Jenderal Letjen Mayjen Brigjen Komjen Irjen Kombes Kompol Kol Letkol May Mayor Kapt "
    "Lettu Letda Laksda Laksma Marsda Marsma Brig Ipda Iptu Aipda Aiptu Bripka Pol Purn purn "
    "Inf Kav Art Czi Cpl Cba Chb Cku Caj Ckm Cpm Mar "
    # acting holders
    "Plt Plh Pj Pjs plt plh pj pjs "
    # forms of address and degrees before a name
    "Dr dr Drg drg Drh drh Drs Dra Ir Prof Apt apt Hj KH Tgk Ust Kyai Rr "
    "Sdr Sdri Tn Ny Nn Bpk Yth sdr sdri bpk yth Alm Almh alm almh Mr Mrs Ms St "
    # firms, before their name
    "PT CV UD Fa "
    # months, before the year or the day
    "Jan Feb Agu Agt Ags Sept Okt Nov Des "
    # small words
    "vs Vs vol Vol cq tgl Tgl thn"
)
"""Without their full stop: a name or a number follows, so no sentence ends here."""

CLOSING: frozenset[str] = _cases(
    "Tbk Ltd Pte Co Corp Inc LLC Bhd Sdn Jr Sr dll dkk dsb dst tsb etc cs"
)
"""Without their full stop: they close a phrase, and with it perhaps the sentence."""

FIELDS = (
    "AB|Adm|Ag|Ak|Akun|AN|AP|Ars|Bns|Biomed|Des|Ds|Ec|Ed|En|Eng|Farm|Fil|Gz|Han|Hub|Hum|Hut|IK|"
    "Ikom|IKom|IP|Keb|Ked|Kep|Kes|Kn|Kom|Krim|Ling|Mar|Mat|Md|Mil|Ming|MB|Par|Pd|Pel|Phil|PI|Pi|"
    "Pol|Psi|Pt|PSDA|PWK|Sc|Si|Sn|Sos|ST|Stat|STP|Tek|Th|TP|Tr|Trp|Vet"
)
"""The fields of study in degrees, as after the first stop of M.Kes. or S.Sos.; a pattern."""

DEGREE = (
    rf"(?:[SM]\.(?:[A-Z]\.)*(?:[A-Z]|{FIELDS})|[AD]\.(?:{FIELDS})|Ph\.D|Sp\.[A-Z][A-Za-z]{{0,3}})"
    rf"(?:\.(?:[A-Z]|{FIELDS}))*\.?"
)
"""A pattern of degrees with stops inside: S.H., M.Kes., A.Md.Keb, Ph.D., Sp.OG."""
