"""The review as reviewers use it: keys in, decisions and a pack out."""

from __future__ import annotations

import io
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from entitas.errors import ConfigError, EntitasError, GazetteerError, InputError
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.source.folder import Source
from entitas.gazetteer.source.layering import lay
from entitas.gazetteer.source.packs import PackRow, check_pack
from entitas.mining.candidate import Candidate, Evidence, Nearest, Snippet, id_of
from entitas.review.cli import merge_reviews, review
from entitas.review.decision_log import DecisionLog, read_decisions
from entitas.review.pack_file import PackFile
from entitas.review.screen import show_candidate
from entitas.review.session import Session

pytestmark = pytest.mark.usefixtures("without_torch")

APP = typer.Typer(pretty_exceptions_enable=False)
APP.command("review")(review)
APP.command("merge-reviews")(merge_reviews)
_PROGRAM = "import typer; from entitas.review.cli import review; typer.run(review)"
_PATIENCE = 60


def candidate(name: str, kind: str = "other", into: str | None = None, **more: Any) -> Candidate:
    what = "alias" if into else "entry"
    snippet = Snippet(document="warta-1", before="Menurut", form=name, after=", acara itu lancar.")
    evidence = Evidence(documents=2, mentions=3, signs={"ner": 2}, snippets=(snippet,))
    fields = {"confidence": 0.9, "evidence": evidence, "into": into, "kind": kind, **more}
    return Candidate(id=id_of(what, name, into), what=what, name=name, **fields)


FORUM = candidate(
    "Forum Sungai Lestari Tuban", abbreviation="FSLT", place="id:35.23", parent="pemda@35.23",
    nearest=(Nearest(id="body:kpk", name="Komisi Pemberantasan Korupsi", likeness=0.4),
             Nearest(id="body:polri", name="Polri", likeness=0.3)),
)  # fmt: skip
POLRES = candidate("Polres Kota Tuak", "police", "polres@35.23")
MARKET = candidate("Pasar Kembang Sari", "place", parent="id:33.74")
FIRM = candidate("PT Angin Ribut", "company", place="id:99.99", confidence=0.3)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(autouse=True)
def _in_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(*candidates: Candidate) -> None:
    text = "".join(c.model_dump_json() + "\n" for c in candidates)
    Path("c.jsonl").write_text(text, encoding="utf-8")


def run(lines: str, *options: str, pack: str = "my.csv") -> str:
    arguments = ["review", "c.jsonl", "--pack", pack, "--reviewer", "ann", *options]
    result = CliRunner().invoke(APP, arguments, input=lines.replace(" ", "\n").replace("_", " "))
    if isinstance(result.exception, EntitasError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def pack_rows(pack: str = "my.csv") -> list[PackRow]:
    """Return the rows of the pack, which has to be valid."""
    lay(Source(), [Path(pack)])
    return [row for _, row in check_pack(Path(pack)) if isinstance(row, PackRow)]


def verbs() -> list[str]:
    return [decision.verb for decision in read_decisions(Path("my.decisions.jsonl"))]


def row(**fields: Any) -> PackRow:
    return PackRow.model_validate(fields)


def into(id_: str, *aliases: str) -> PackRow:
    return row(action="override", id=id_, aliases=aliases)


def test_accept_reject_and_skip() -> None:
    put(FORUM, POLRES, MARKET)
    shown = run("a r s ")
    assert verbs() == ["accept", "reject", "skip"]
    assert pack_rows() == [FORUM.row()]
    assert "2 of 3 decided, 1 left (1 skipped)" in shown
    # what is skipped is asked again, what is decided is not
    shown = run("r ")
    assert "Pasar Kembang Sari" in shown
    assert "Polres Kota Tuak" not in shown
    assert "3 of 3 decided, 0 left" in run("")


def test_a_candidate_shows_all_that_speaks_for_it() -> None:
    put(FORUM, FIRM)
    shown = run("s s ")
    for said in (
        "new entry Forum Sungai Lestari Tuban", "short FSLT", "confidence 90%",
        "Kabupaten Tuban id:35.23 regency in Jawa Timur, Indonesia",
        "Pemerintah Kabupaten Tuban pemda@35.23",
        "3 mentions in 2 documents; found by the NER in 2",
        "warta-1 …Menurut Forum Sungai Lestari Tuban, acara itu lancar.…",
        "1 Komisi Pemberantasan Korupsi body:kpk commission 0.40",
        "id:99.99 no such entry", "not to be accepted as it is: place: there is no entry id:99.99",
        "0 of 2 decided: 0 accepted, 0 merged, 0 rejected; 1 skipped",
    ):  # fmt: skip
        assert said in shown
    assert "Angin" not in run("q ", "--least-confidence", ".5")


def test_the_name_is_highlighted_and_cannot_steer_the_terminal(gazetteer: Gazetteer) -> None:
    console = Console(record=True, width=100, force_terminal=True, file=io.StringIO())
    with DecisionLog(Path("log.jsonl")) as log:
        evil = candidate("PT \x1b[2JAngin [red]Ribut[/]", "company")
        session = Session([evil], log, PackFile(Path("my.csv")), gazetteer, "ann")
        show_candidate(console, evil, session.known, session.progress, (), None)
    written = console.export_text(styles=True)
    assert "\x1b[2J" not in written
    assert "\x1b[1;30;43mPT  [2JAngin [red]Ribut[/]\x1b[0m" in written


def test_merge_into_a_numbered_an_id_and_a_found_entry() -> None:
    put(FORUM, MARKET, FIRM, POLRES)
    shown = run("m 2 m 33.74 m Polres_Tuban 1 m body:kpk ")
    assert "no entry has the id Polres Tuban; these are called alike: choose by number" in shown
    assert verbs() == ["merge"] * 4
    assert pack_rows() == [
        into("body:polri", "Forum Sungai Lestari Tuban", "FSLT"),
        into("id:33.74", "Pasar Kembang Sari"),
        into("polres@35.23", "PT Angin Ribut"),
        into("body:kpk", "Polres Kota Tuak"),
    ]


def test_merges_into_one_entry_are_one_row_also_one_just_accepted() -> None:
    put(FORUM, POLRES, MARKET, FIRM)
    run("a m Forum_Sungai_Lestari 1 m polres@35.23 m polres@35.23 ")
    assert pack_rows() == [
        FORUM.row().model_copy(update={"aliases": ("Polres Kota Tuak",)}),
        into("polres@35.23", "Pasar Kembang Sari", "PT Angin Ribut"),
    ]
    run("u u u u ")
    assert pack_rows() == []


def test_an_empty_answer_goes_back_from_a_merge() -> None:
    put(FORUM)
    assert "nothing merged" in run("m\n\nq ")
    assert pack_rows() == []


def test_an_edit_asks_again_for_what_is_not_valid_and_loses_nothing() -> None:
    put(MARKET)
    shown = run(
        "a e 1 Pasar_Kembang_Baru kind firm place aliases Kembang|Pasar_Baru~ "
        "parent 35.99 35.23 nosuch\n\nlevel hamlet other 8 body:pasar place:pasar-baru-tuban\n\n"
    )
    assert "level: a place needs one; edit it" in shown
    assert "kind: no such kind; there are ministry" in shown
    assert "no entry has the id 35.99" in shown
    assert "there is no field nosuch" in shown
    assert "not yet: level: a place needs one" in shown
    assert "level: Input should be" in shown
    assert "the id body:pasar is not that of a place" in shown
    assert pack_rows() == [
        row(kind="place", name="Pasar Kembang Baru", level="other", parent="id:35.23",
            aliases=("Kembang", "Pasar Baru~"), id="place:pasar-baru-tuban")
    ]  # fmt: skip
    assert verbs() == ["accept"]


def test_an_edit_can_empty_fields_be_given_up_and_change_an_alias() -> None:
    put(FORUM, FIRM, POLRES)
    shown = run(
        "e 1 Forum_Lain x e abbreviation\n\nplace\n\nparent\n\n\ne 5 33.74\n\ne 2 Polres_Tuak\n\n"
    )
    assert "nothing changed" in shown
    assert pack_rows() == [
        row(kind="other", name="Forum Sungai Lestari Tuban"),
        row(kind="company", name="PT Angin Ribut", place="id:33.74"),
        into("polres@35.23", "Polres Tuak"),
    ]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (candidate("KPK", "commission"), "there is an entry body:kpk already (Komisi Pemberan"),
        (candidate("Satu|Dua"), "'Satu|Dua' is no name"),
        (candidate("…"), "'…' is no name"),
        (candidate("Anak", parent="body:anak"), "parent: body:anak would be part of itself"),
        (candidate("Anak", parent="body:tiada"), "parent: there is no entry body:tiada"),
        (candidate("Anak", place="body:kpk"), "place: body:kpk is no area"),
        (candidate("Anak", into="body:tiada"), "there is no entry body:tiada to merge into"),
    ],
)
def test_what_would_make_the_pack_wrong_cannot_be_accepted(wrong: Candidate, says: str) -> None:
    put(wrong)
    shown = run("a r ")
    assert shown.count(says) == 3  # the warning, twice, and the answer
    assert verbs() == ["reject"]


def test_namesakes_are_one_entry_unless_they_are_different_things() -> None:
    put(candidate("Satu"), candidate("Satú", place="33.74"), candidate("Sàtu", place="35.23"))
    shown = run("a a a e id body:satu-tuban\n\n")
    assert "body:satu is the id of something else in the pack (Satu)" in shown
    assert pack_rows() == [
        row(kind="other", name="Satu", aliases=("Satú",), place="33.74"),
        row(kind="other", name="Sàtu", id="body:satu-tuban", place="35.23"),
    ]


def test_an_entry_is_not_above_itself() -> None:
    Path("my.csv").write_text("kind,name,parent\ncompany,Anak,body:induk\n", encoding="utf-8")
    put(candidate("Induk"))
    shown = run("e 7 body:anak\n\n7 pemda@33.74\n\n")
    assert "parent: body:induk would be part of itself" in shown
    assert [r.name for r in pack_rows()] == ["Anak", "Induk"]


def test_a_unit_of_a_composed_body_is_nothing_for_a_pack() -> None:
    put(candidate("Reskrim Tuak", "police", "satreskrim/polres@35.23"), MARKET)
    shown = run("a e m satreskrim/polres@35.23 m polres@35.23 ")
    assert shown.count("a pack cannot say that (id: String should match pattern") == 7
    assert pack_rows() == [into("polres@35.23", "Reskrim Tuak")]


def test_undo_goes_back_through_earlier_sessions() -> None:
    put(FORUM, POLRES)
    run("a a ")
    shown = run("", "--least-confidence", "1")
    assert "0 of 0 decided" in shown
    put(FORUM, POLRES, MARKET)
    shown = run("r u u u u a ")
    assert "undone: reject Pasar Kembang Sari" in shown
    assert "undone: accept Polres Kota Tuak into polres@35.23: Polres Kota Tuak" in shown
    assert "undone: accept Forum Sungai Lestari Tuban → body:forum-sungai-lestari-tuban" in shown
    assert "there is nothing to undo" in shown
    assert pack_rows() == [FORUM.row()]
    assert verbs() == ["accept", "accept", "reject", "undo", "undo", "undo", "accept"]


def test_help_unknown_keys_words_and_quit() -> None:
    put(FORUM, POLRES)
    shown = run("? x accept quit r ")
    assert "m merge into its names become aliases of an entry" in shown
    assert "'x' is no key here; ? lists them" in shown
    assert verbs() == ["accept"]


def test_the_end_of_the_input_ends_an_edit_too() -> None:
    put(FORUM, POLRES)
    run("a e 2 ")
    assert verbs() == ["accept"]


def test_own_rows_of_the_pack_stay() -> None:
    own = "name,kind,aliases,place\nPT Milik Sendiri,company,Sendiri,33.74\n"
    Path("my.csv").write_text(own, encoding="utf-8")
    put(candidate("PT Milik", "company", "body:pt-milik-sendiri"), FORUM,
        candidate("PT Milik-Sendiri", "company", abbreviation="PMS"))  # fmt: skip
    run("a a a ", "-g", "my.csv")
    first = row(kind="company", name="PT Milik Sendiri", place="33.74", abbreviation="PMS",
                aliases=("Sendiri", "PT Milik-Sendiri", "PT Milik"))  # fmt: skip
    assert pack_rows() == [first, FORUM.row()]
    run("u u u q ")
    assert pack_rows() == [
        row(kind="company", name="PT Milik Sendiri", place="33.74", aliases=("Sendiri",))
    ]


def test_an_entry_that_is_disabled_in_the_pack_is_not_merged_into() -> None:
    Path("my.csv").write_text("action,id\ndisable,polres@35.23\n", encoding="utf-8")
    put(POLRES)
    assert "polres@35.23 is disabled in the pack" in run("a q ")
    assert pack_rows() == [row(action="disable", id="polres@35.23")]


def test_the_pack_may_be_among_what_names_are_looked_up_in() -> None:
    put(FORUM)
    run("a ")
    run("u a ", "-g", "my.csv")
    assert pack_rows() == [FORUM.row()]


def test_a_session_does_not_decide_twice(gazetteer: Gazetteer) -> None:
    with DecisionLog(Path("log.jsonl")) as log:
        session = Session([FORUM, FORUM], log, PackFile(Path("my.csv")), gazetteer, "ann")
        session.reject(FORUM)
        assert session.next() is None
        with pytest.raises(GazetteerError, match=r"decided already \(reject, ann\); undo that"):
            session.accept(FORUM)
        with pytest.raises(GazetteerError, match="decided already"):
            session.skip(FORUM)
        assert len(log.decisions) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{}\n", "c.jsonl, line 1: no candidate of 'entitas gazetteer mine' .id: Field required"),
        (FORUM.model_dump_json() + "\n{", "c.jsonl, line 2: no candidate"),
    ],
)
def test_a_bad_file_of_candidates_is_an_error_before_anything_is_made(text: str, says: str) -> None:
    Path("c.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        run("")
    assert [path.name for path in Path().iterdir()] == ["c.jsonl"]


def test_what_cannot_be_reviewed_is_said() -> None:
    put(FORUM)
    with pytest.raises(ConfigError, match="three files"):
        run("", pack="c.jsonl")
    with pytest.raises(GazetteerError, match="packs end in"):
        run("", pack="my.txt")
    Path("bad.csv").write_text("kind,name\nfirma,PT Satu\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="line 2, kind"):
        run("a ", pack="bad.csv")
    with DecisionLog(Path("my.decisions.jsonl")), pytest.raises(InputError, match="another review"):
        run("a ")


def merged(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(APP, ["merge-reviews", *arguments])
    assert result.exit_code == status, result.output
    return " ".join(result.output.split())


def test_the_reviews_of_two_are_merged_and_their_conflicts_decided_again() -> None:
    put(FORUM, POLRES, MARKET, FIRM)
    run("a a r s ", "--log", "ann.jsonl", pack="ann.csv")
    run("a r r r ", "--log", "budi.jsonl", "--reviewer", "budi", pack="budi.csv")
    shown = merged("ann.jsonl", "budi.jsonl", "-o", "both.jsonl", "--pack", "my.csv", status=1)
    assert "Polres Kota Tuak ann accept Polres Kota Tuak into polres@35.23" in shown
    assert "budi reject Polres Kota Tuak" in shown
    assert "3 decided, 1 conflicts" in shown
    assert pack_rows() == [FORUM.row()]
    merged("budi.jsonl", "ann.jsonl", "-o", "other.jsonl", status=1)
    assert Path("both.jsonl").read_bytes() == Path("other.jsonl").read_bytes()
    merged("other.jsonl", "ann.jsonl", "-o", "both.jsonl", status=1)
    assert Path("both.jsonl").read_bytes() == Path("other.jsonl").read_bytes()

    shown = run("a ", "--log", "both.jsonl", "--reviewer", "citra")
    assert "reviewers disagree: ann: accept Polres Kota Tuak into polres@35.23" in shown
    assert "4 of 4 decided" in shown
    # what was settled stays settled, and the output's own decisions are kept
    assert "0 conflicts" in merged("ann.jsonl", "budi.jsonl", "-o", "both.jsonl")
    assert "0 conflicts" in merged("both.jsonl", "ann.jsonl", "-o", "new.jsonl", "--pack", "x.yaml")
    assert pack_rows("x.yaml") == pack_rows() == [FORUM.row(), POLRES.row()]
    shown = run("u q ", "--log", "both.jsonl")
    assert "reviewers disagree" in shown


def test_merging_does_not_disturb_a_review_and_names_what_is_wrong() -> None:
    put(FORUM)
    run("a ")
    failed = CliRunner().invoke(APP, ["merge-reviews", "none.jsonl", "-o", "both.jsonl"])
    assert isinstance(failed.exception, InputError)
    arguments = ["merge-reviews", "my.decisions.jsonl", "-o", "b.jsonl", "--pack", "b.jsonl"]
    assert isinstance(CliRunner().invoke(APP, arguments).exception, ConfigError)
    with DecisionLog(Path("both.jsonl")):
        arguments = ["merge-reviews", "my.decisions.jsonl", "-o", "both.jsonl"]
        failed = CliRunner().invoke(APP, arguments)
    assert "another review" in str(failed.exception)


def start(**streams: Any) -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-c", _PROGRAM, "c.jsonl", "--pack", "my.csv"]
    return subprocess.Popen([*arguments, "--reviewer", "ann"], **streams)


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def decided() -> int:
    path = Path("my.decisions.jsonl")
    return len(read_decisions(path)) if path.exists() else 0


def test_kill_9_in_the_middle_loses_no_decision() -> None:
    many = [candidate(f"PT Angin {n}", "company", place="33.74") for n in range(60)]
    put(*many)
    # one line of keys for one decision each
    keys = [("a", "r", "m\nbody:kpk", "a")[n % 4] + "\n" for n in range(60)]
    run("".join(keys), "--log", "calm.jsonl", pack="calm.csv")

    for enough in (5, 25):
        # input stays open and lacks its end, so it cannot finish before the kill
        process = start(stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert process.stdin is not None
        done = decided()
        process.stdin.write("".join(keys[done:-5]).encode())
        process.stdin.flush()
        wait_for(lambda enough=enough: decided() >= enough)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        process.stdin.close()
    # as if the kill had hit between the log and the pack, and within a line
    PackFile(Path("my.csv")).write(read_decisions(Path("my.decisions.jsonl"))[:10])
    with Path("my.decisions.jsonl").open("ab") as stream:
        stream.write(b'{"id":"torn","candi')
    stale = Path("my.csv").read_bytes()
    run("q ")
    assert Path("my.csv").read_bytes() != stale
    run("".join(keys[decided() :]))
    assert Path("my.csv").read_bytes() == Path("calm.csv").read_bytes()
    both = [read_decisions(Path(name)) for name in ("my.decisions.jsonl", "calm.jsonl")]
    ours, calm = ([(d.candidate, d.verb, d.row) for d in log] for log in both)
    assert ours == calm
    assert len(pack_rows()) == 31


def test_single_keys_of_a_terminal() -> None:
    put(FORUM, POLRES, MARKET, FIRM)
    ours, theirs = pty.openpty()
    process = start(stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = bytearray()

    def shows(what: str) -> bool:
        if select.select([ours], [], [], 0)[0]:
            seen.extend(os.read(ours, 65536))
        return what.encode() in seen

    def press(keys: bytes, after: str) -> None:
        wait_for(lambda: shows(after))
        # what is typed before a key is asked for is thrown away
        wait_for(lambda: not termios.tcgetattr(ours)[3] & termios.ICANON)
        os.write(ours, keys)
        seen.clear()

    try:
        press(b"a", "0 of 4 decided")
        press(b"rs", "1 of 4 decided")  # typed ahead
        press(b"\x1b[A", "1 skipped")
        press(b"e", "that is no key")
        press(b"1\r", "field to change")
        press(b"\x7f Satu\r", "name: PT Angin Ribut")  # the name is there to be changed
        press(b"x\r", "PT Angin Ribu Satu")
        press(b"\x03", "nothing changed")
        wait_for(lambda: shows("2 of 4 decided, 2 left"))
        assert process.wait(_PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert verbs() == ["accept", "reject", "skip"]
    assert pack_rows() == [FORUM.row()]
