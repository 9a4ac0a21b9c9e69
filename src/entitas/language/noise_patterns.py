"""How page noise looks: the patterns that :mod:`entitas.language.cleaning` reads a page with."""

from __future__ import annotations

import re
from typing import Literal

__all__ = [
    "AUTHOR", "BARE_RELATED", "BEFORE_AUTHORS", "BLOCK_TAG", "CREDIT", "GLUED_CREDIT", "INLINE",
    "LINES", "LIST_HEADING", "TAG", "NoiseKind", "is_headline", "is_paragraph",
]  # fmt: skip

NoiseKind = Literal[
    "byline", "photo_credit", "related", "advertisement", "more", "share", "navigation", "html",
    "dateline_outlet",
]  # fmt: skip

# ---- markup --------------------------------------------------------------------------------

_ELEMENT = (
    "a|abbr|article|aside|b|blockquote|body|br|button|caption|center|cite|code|div|em|embed|"
    "figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|"
    "li|link|main|mark|meta|nav|noscript|object|ol|option|p|picture|pre|q|s|script|section|select|"
    "small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|time|title|"
    "tr|u|ul|video"
)
TAG = re.compile(rf"<!--.{{0,2000}}?-->|</?(?P<name>{_ELEMENT})\b(?:\s[^<>]*)?/?>", re.I | re.S)
BLOCK_TAG = re.compile(
    r"</?(?:article|aside|blockquote|body|br|div|figcaption|figure|footer|h[1-6]|head|header|hr|"
    r"li|nav|ol|p|section|table|td|title|tr|ul)\b",
    re.I,
)

# ---- outlets, dates, names -----------------------------------------------------------------

_DOMAIN = r"[A-Za-z][\w-]*(?:\.[\w-]+)*\.(?:com|co\.id|co|id|net|news|tv|org)"
_OUTLET = (
    rf"(?:(?i:{_DOMAIN})|CNN Indonesia|CNBC Indonesia|BBC News Indonesia|DW Indonesia|"
    r"ANTARA(?: News)?|VIVA|TEMPO|iNews|Okezone|RRI|detik[A-Z]\w+|detikcom|20detik)"
)
_MONTH = (
    r"(?:Jan(?:uari)?|Feb(?:ruari)?|Mar(?:et)?|Apr(?:il)?|Mei|Jun[ie]?|Jul[iy]?|"
    r"Ag(?:u|s|t|ustus)|Aug|Sep(?:t|tember)?|O[kc]t(?:ober)?|Nov(?:ember)?|De[sc](?:ember)?)"
)
_DATE = rf"(?:\d{{1,2}}[/-]\d{{1,2}}[/-]\d{{4}}|\d{{1,2}} {_MONTH}\.? \d{{4}})"
_TIME = r"\d{1,2}[.:]\d{2}"
_DAY = r"(?:Senin|Selasa|Rabu|Kamis|Jum'?at|Sabtu|Minggu)"
_PUBLISHED = (
    rf"(?:(?:Diperbarui|Diterbitkan|Dipublikasikan|Tayang|Terbit)[:\s]*)?(?:{_DAY},? )?{_DATE}"
)
_SEP = r"\s*[-–—,|]?\s*"
_AT = rf"(?:{_SEP}{_TIME}(?: ?WI(?:B|TA|T))?)"
_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}"
_LABEL = (
    r"(?:Tim )?(?:Penulis|Editor|Reporter|Pewarta|Penyunting|Redaktur|Jurnalis|Fotografer|"
    r"Kontributor|Publisher|Uploader|Penerjemah)"
)

AUTHOR = re.compile(rf"{_NAME} ?,?")
"""A line that may be an author's name, where a byline is going on."""

BEFORE_AUTHORS = re.compile(
    rf"(?:{_OUTLET}{_SEP}{_PUBLISHED}{_AT}?|{_PUBLISHED}{_AT}|{_LABEL} ?:?)$"
)
"""A byline that the authors' names may follow."""

_BYLINE = re.compile(
    rf"(?:{_OUTLET}{_SEP})?{_PUBLISHED}{_AT}?$|{_OUTLET}$|{_NAME}(?: -| ?,) {_OUTLET}$"
    rf"|Tim Redaksi$|{_LABEL}(?: ?:|$)|Oleh ?: ?{_NAME}$"
    rf"|\((?:Penulis|Laporan|Reporter|Editor|Kontributor)\b[^:]{{0,60}}: ?{_NAME}\)$"
    r"|Laporan (?:Wartawan|wartawan|Reporter|Jurnalis)\b.*[^.]$"
    r"|(?:Diadaptasi|Diterjemahkan|Disadur) oleh [A-Z]"
    r"|Artikel ini (?:telah|pernah|sudah) tayang\b"
    r"|Copyright ©|Hak [Cc]ipta ©|© ?\d{4}"
)

# ---- photographs ---------------------------------------------------------------------------

_DOK = r"(?:(?:DOK|Dok|dok)\.|(?i:dokumentasi|dokumen|arsip|tangkapan layar)\b)"
_AGENCY = (
    rf"(?:(?i:{_DOMAIN})|(?i:antara ?foto|antara|reuters|xinhua|getty images|shutterstock|freepik|"
    r"unsplash|pexels|pixabay|istock(?:photo)?|istimewa|tempo|cnn indonesia|cnbc indonesia)|"
    r"AFP|AP(?: PHOTO| Photo)?|EPA|TRIBUN\w*)"
)
_BY = r" ?/ ?[\w@]"
_FOTO = r"(?:(?i:foto|sumber foto|keterangan foto) ?:)"
CREDIT = re.compile(rf"{_FOTO}|{_DOK}|\b{_AGENCY}{_BY}|/(?:{_DOMAIN}|detik\w+)\)")
"""The sign of a photo credit, anywhere in a short text."""

_CREDIT_LINE = re.compile(
    # nothing but the credit, of the photograph or the drawing
    rf"\(?(?:{_FOTO} ?)?(?:(?:DOK|Dok|dok)\. ?|{_AGENCY}{_BY})[^.:!?]{{2,60}}[.)]{{0,2}}$"
    rf"|\(?(?:{_FOTO} ?)?{_AGENCY}\)?$|(?i:istimewa|foto istimewa)\.?$"
    # a caption after its credit, or before it
    rf"|{_FOTO} ?\w|(?:DOK|Dok)\. [A-Z]|ANTARA ?FOTO/"
    rf"|.{{20,}}[.)\s](?:ANTARA ?FOTO|REUTERS|AFP|TEMPO|AP Photo)/[\w ./'-]{{3,60}}$"
    rf"|.{{20,}}[(\[](?:{_FOTO} ?[^()]{{3,60}}|(?:DOK|Dok|dok)\.[^()]{{3,60}}|"
    rf"(?i:getty images|istimewa|shutterstock)|{_AGENCY}{_BY}[^()]{{3,50}}|[^()/]{{3,40}}/"
    rf"(?:detik\w*|{_DOMAIN}))[)\]]\.?$"
)
# The credit and the caption without a space between them, as scraped pages have it. Where the
# caption ends cannot be told, for the next paragraph is often glued on too: it stays.
_BORDER = (
    r"(?:(?<=[a-z)])(?=[A-Z])(?<!\b[A-Z][a-z])(?<!\bYou)(?<!\bTik)|(?<=[A-Z]{2})(?=[A-Z][a-z])|"
    r"(?<=\w)(?=Ilustrasi ))"
)
GLUED_CREDIT = re.compile(
    rf"^(?P<noise>(?:{_DOK}|{_AGENCY}{_BY}|(?:Humas|HUMAS) (?=[A-Z/]{{3,}}[a-z]))"
    rf"[^.,:;!?]{{1,60}}?(?:\.com)?|[^.,:;!?]{{3,60}}?(?:\.com)?(?=Ilustrasi )){_BORDER}"
)

# ---- other stories -------------------------------------------------------------------------

BARE_RELATED = re.compile(
    r"(?i:baca juga|baca|lihat juga|simak juga|pilihan editor|berita terkait) ?:?"
)
"""A link line without its headline: that comes on the lines after it."""

_RELATED = re.compile(
    rf"[\"'“‘(\[]?(?:{BARE_RELATED.pattern}$"
    r"|(?i:baca juga|baca|lihat juga|simak juga|pilihan editor) ?:"
    r"|(?:Tonton|Simak|Lihat|Saksikan|Dengarkan) [Jj]uga\b"
    r"|(?:Tonton|Simak|Lihat|Saksikan) (?:[Vv]ideo|VIDEO|[Ll]ive)\b"
    r"|(?:Baca|Simak|Saksikan|Lihat) (?:juga )?(?:berita |pembahasan |artikel )?"
    r"(?:se)?lengkapnya\b)"
)
LIST_HEADING = re.compile(
    r"(?i:terkini lainnya|terkini|berita (?:terkait|lainnya|terkini|populer|terpopuler|terbaru)|"
    r"artikel (?:terkait|lainnya)|terpopuler|(?:paling )?populer|trending|topik terkait|"
    r"rekomendasi (?:untuk anda|untukmu|berita)|baca (?:berita|artikel) lainnya|"
    r"(?:berita|artikel) pilihan(?: untuk anda)?|video (?:terkait|pilihan(?: editor)?)) ?:?"
)
"""A heading over a list of other stories."""

# ---- advertisements and buttons ------------------------------------------------------------

_AD_MARK = (
    r"ADVERTISEMENTS?|SCROLL TO (?:CONTINUE|RESUME)(?: WITH)? CONTENT|"
    r"GULIR (?:KE BAWAH )?UNTUK LANJUT(?:KAN)?(?: BACA| MEMBACA)?"
)
_ADVERTISEMENT = re.compile(
    rf"(?:(?:Advertisement|Iklan|IKLAN|Hide Ads|(?i:{_AD_MARK}))[\s.:-]*)+$"
    r"|(?:Lanjutkan dengan|(?i:(?:gulir|scroll) (?:ke bawah )?untuk)|Lanjut baca)\b[^.]{0,60}$",
)
_BUTTON = (
    r"(?:share|bagikan|tweet|facebook|twitter|whats ?app|telegram|line|linkedin|pinterest|email|"
    r"copy link|salin (?:link|tautan)|tautan (?:telah )?disalin|url telah tercopy|oke|ok|"
    r"komentar|\d+ komentar|"
    r"kirim komentar|tulis komentar|lihat semua komentar|suka|simpan|cetak|print)"
)
_GROUP = r"(?:[Cc]hannel|[Gg]ro?up|[Ss]aluran)"
_MESSENGER = r"(?:Whats[Aa]pp|WA|Telegram)"
_SHARE = re.compile(
    rf"(?i:{_BUTTON}(?:[\s,:|/]+{_BUTTON})*[\s:]*)$"
    r"|(?i:bagikan (?:artikel|berita|halaman|tulisan) ini)\b"
    rf"|Dapatkan (?:update|berita|informasi)\b.*(?:{_GROUP}|{_MESSENGER}|ponsel)"
    r"|(?:Cek|Ikuti|Baca|Simak|Temukan)\b.*\bGoogle ?News\b"
    rf"|(?:Ikuti|Mari|Yuk|Gabung)\b.*\b(?:{_MESSENGER} ?{_GROUP}|{_GROUP} {_MESSENGER})\b"
)

_NAVIGATION = re.compile(
    r"(?:Home|Beranda)(?:\s{2,}|\s*[>|»/›]).*|Tags?\s*:.*|Topik\s*:.*|TAGS?\b\s{2,}.*"
    r"|(?:Copyright|Hak [Cc]ipta|©).*|All [Rr]ights [Rr]eserved.*"
)

LINES: list[tuple[NoiseKind, re.Pattern[str], int]] = [
    ("share", _SHARE, 250),
    ("advertisement", _ADVERTISEMENT, 120),
    ("related", _RELATED, 250),
    ("byline", _BYLINE, 200),
    ("navigation", _NAVIGATION, 250),
    ("photo_credit", _CREDIT_LINE, 400),
]
"""Kind, pattern at the line's start, and the longest line that it is believed of."""

# ---- within a line -------------------------------------------------------------------------

_AFTER_SENTENCE = r"(?:^|(?<=[.!?\"”’)] )|(?<=[.!?\"”’)]))"
_DASH = r"(?:[-–—�]|â\x80|$)"
_CITY = r"[A-Z][\w.'/ -]{1,40}"
INLINE: list[tuple[NoiseKind, re.Pattern[str]]] = [
    ("advertisement", re.compile(rf"(?P<noise>\b(?:{_AD_MARK})\b)")),
    (
        "advertisement",
        re.compile(rf"{_AFTER_SENTENCE}(?P<noise>Advertisement)(?= [A-Z\"“‘'â]|[\"“]| ?$)"),
    ),
    # a headline up to the line's end; elsewhere it cannot be told from the next sentence
    (
        "related",
        re.compile(
            rf"{_AFTER_SENTENCE}(?P<noise>(?:Baca [Jj]uga ?:[^.!?\"”]|"
            r"(?:Simak|Tonton|Lihat) (?:juga )?[Vv]ideo\b)[^.]{0,150})$"
        ),
    ),
    (
        "related",
        re.compile(
            rf"{_AFTER_SENTENCE}(?P<noise>Baca (?:Juga ?:?|juga ?:))(?= [A-Z\"“‘'â(0-9]| ?$)"
        ),
    ),
    ("related", re.compile(r"(?P<noise>\[Gambas: ?[^\]\n]{1,60}\])")),
    ("byline", re.compile(r"(?P<noise>\([a-z]{2,4}(?:/[a-z]{2,4}){1,3}\))$")),
    ("byline", re.compile(r"[.”\"] ?(?P<noise>\([a-z]{2,4}\))$")),
    ("photo_credit", GLUED_CREDIT),
    (
        "dateline_outlet",
        re.compile(rf"^(?:{_CITY}, )?(?P<noise>{_OUTLET})(?=\s*{_DASH}|, ?[A-Z]|,? ?-)"),
    ),
    ("dateline_outlet", re.compile(rf"^{_CITY} (?P<noise>\({_OUTLET}\))\s*{_DASH}")),
]
"""Kind and pattern, whose group ``noise`` is the noise."""

# ---- paragraph or headline -----------------------------------------------------------------

_SENTENCE = re.compile(r"[a-z0-9%)]{2}[.!?][\"”’)]* [A-Z\"“]")


def is_paragraph(line: str) -> bool:
    """Whether a line is running text: it ends with a full stop or holds a sentence's end."""
    if line.rstrip("\"'”’) ").endswith("."):
        return line.count(" ") >= 3
    return len(line) >= 150 and _SENTENCE.search(line) is not None


def is_headline(line: str) -> bool:
    """Whether a line is a headline: no full stop at its end, and most of its words capitalised."""
    words = [word for word in re.findall(r"[^\W\d_][\w'-]*", line) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return (
        3 <= len(words) <= 30
        and not line.endswith((".", '."', ","))
        and capitals * 4 >= len(words) * 3
    )
