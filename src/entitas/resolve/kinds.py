"""The kind of an agency that the gazetteer does not know, from the words of its name."""

from __future__ import annotations

import re

from entitas.records import AgencyKind

__all__ = ["kind_of"]

# The first pattern that matches decides; the order goes from the telling word to the vague one.
_PATTERNS: tuple[tuple[AgencyKind, str], ...] = (
    ("other", r"^(aliansi|asosiasi|dewan pengurus pusat|federasi|forum|gerakan|himpunan|ikatan|"
     r"karang taruna|koalisi|komunitas|paguyuban|perhimpunan|relawan|serikat)\b"),
    ("soe", r"\bpersero\b|^(pt\.? )?(pelindo|pertamina|pln|pelni|telkom)\b"),
    ("company", r"^(pt|cv|ud|firma|koperasi|dewan (direksi|komisaris))\b|\btbk$|^(hotel|bank)\b|"
     r"\b(inc|ltd|corp|bhd|group|grup|systems?|research|resort|holdings?|capital|airlines?|travel|"
     r"pictures|studios?|entertainment|records|motors?|energy|mining)$"),
    ("media", r"\.(com|id|net|tv)\b|^(harian|tabloid|majalah|koran|kantor berita|radio)\b|"
     r"\b(tv|televisi|news)$|^(detik|tribun|kompas|antara|tempo|liputan)"),
    ("education", r"^(universitas|institut|sekolah|politeknik|akademi|fakultas|pondok pesantren|"
     r"ponpes|pesantren|madrasah|s[dm][aipk]?k?n?|smp|sma|smk|mts|man|min|sd|tk|paud|stik\w*|"
     r"uin|iain|stain|ui|itb|ugm|faculty)\b|\b(university|college|institute|school)\b"),
    ("prosecution", r"^(kejaksaan|kejari|kejati|kejagung|jaksa agung|cabjari)\b"),
    ("court", r"^(pengadilan|mahkamah|pn|pt tun|ptun)\b|\bpengadilan\b"),
    ("police", r"^(polri|polda|pol(wil|wiltabes|restabes|resta|res|sek\w*|air|airud|sub\w*)|"
     r"kepolisian|mabes polri|bareskrim|brimob|korps? brimob|korlantas|densus|propam|div(isi)? ?"
     r"(propam|humas|hubinter)|dit(res|pol|lantas|sam|int|bin|tah)\w*|sat(res|lantas|sam|bin|"
     r"pol ?air|intel|tah)\w*|unit (reskrim|ppa|lantas|jatanras|resmob)|subdit|bid(ang)? ?"
     r"(humas|propam|dokkes)|resmob|jatanras|tim (jatanras|resmob|inafis|dvi|gegana)|"
     r"direktorat (reserse|lalu lintas|samapta|intel\w*|tahti)|unit tindak pidana|"
     r"pos polisi|pospol|rs bhayangkara)|\bpelopor$"),
    ("military", r"^(tni|kodam|korem|kodim|koramil|mabes tni|kostrad|kopassus|kopasgat|marinir|"
     r"lan(tamal|al|ud)|koarmada|yonif|yon\w*|batalyon|brigif|brigade|resimen|puspen tni|"
     r"denpom|pomdam|puspom|kogab\w*|pangkalan)\b|\b(tni( ad| al| au)?)$"),
    ("legislature", r"^(dpr|dprd|dpd|mpr|dpra|dprk|fraksi|komisi [ivx]+|badan (anggaran|legislasi)|"
     r"banggar|baleg|panja|pansus|mkd|bamus|banleg|bapemperda)\b|\b(dpr|dprd|mpr)( ri)?$"),
    ("commission", r"^(kpk|kpu|kpud|bawaslu|panwaslu|panwascam|komnas|komisi|ombudsman|dewan pers|"
     r"dkpp|bpk|kip|kpid|badan pemeriksa keuangan)\b"),
    ("ministry", r"^(kementerian|kemen\w+|departemen|ditjen|direktorat jenderal|dirjen|"
     r"inspektorat jenderal|kantor wilayah|kanwil|balai besar|kua)\b"),
    ("party", r"^(partai|dpp|dpw|dpc|dpd partai)\b"),
    ("regional_government", r"^(pemerintah (kota|kabupaten|provinsi|daerah|desa|kecamatan)|pem(kot|"
     r"kab|prov|da|des)|dinas|dis\w+|badan .*(daerah|kota|kabupaten|provinsi)|bpbd|bkd|bkpsdm\w*|"
     r"bappeda|bapenda|bpkad|rsud|rumah sakit umum daerah|satpol|satuan polisi pamong|inspektorat|"
     r"kesbangpol|damkar|pemadam|kantor (camat|lurah|desa)|kecamatan|kelurahan|puskesmas|"
     r"sekretariat daerah|bagian|bidang|bakesbangpol|perumda|pdam|dlh|dpmd|dp3a\w*|uptd?)\b"),
    ("central_agency", r"^(badan|lembaga|biro|satgas|satuan tugas|tim (nasional|sar)|basarnas|"
     r"baznas|kantor (staf|komunikasi)|sekretariat|istana|dewan|otoritas|lapas|rutan|lembaga "
     r"pemasyarakatan|rumah tahanan|imigrasi|kantor imigrasi|bea cukai|satuan pelayanan|sppg|"
     r"bnn\w*|bmkg|bbksda|stasiun|syahbandar|ksop|samsat|panitia nasional)\b"),
    ("foreign", r"^(kedutaan|kedubes|konsulat|pbb|uni eropa|fbi|interpol|asean|nato)\b"),
    ("regional_government", r"\b(kabupaten|kota|provinsi) \w+( \w+)?$"),
)  # fmt: skip
_COMPILED = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS]


def kind_of(name: str) -> AgencyKind | None:
    """Guess the kind of a body from its name; None when no word gives it away.

    >>> kind_of("Satreskrim Polres Tuban"), kind_of("PT Maju Jaya"), kind_of("Sanggar Melati")
    ('police', 'company', None)
    """
    folded = " ".join(name.split())
    return next((kind for kind, pattern in _COMPILED if pattern.search(folded)), None)
