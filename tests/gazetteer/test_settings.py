from __future__ import annotations

from pathlib import Path

import pytest

from entitas.errors import GazetteerError
from entitas.gazetteer import Gazetteer
from entitas.gazetteer.settings import Settings, read_settings

TEXT = "Bupati Tuban menemui pengurus KPK di Tuban."


def written(folder: Path, text: str, name: str = "tuning.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_changes_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    settings = read_settings([written(tmp_path, "[gates]\nplace = 0.75\n[linking]\nhint = 4\n")])
    assert (settings.gates["place"], settings.gates["police"]) == (0.75, 0.6)
    assert (settings.linking.hint, settings.linking.next) == (4, Settings().linking.next)


def test_later_files_lie_over_earlier_ones_and_add_to_their_lists(tmp_path: Path) -> None:
    one = written(
        tmp_path, '[gates]\nplace = 0.7\n[names.off]\n"id:33" = ["Kota Lama"]\n', "one.toml"
    )
    two = written(
        tmp_path, '[gates]\nplace = 0.8\n[names.off]\n"id:33" = ["jateng", "Kota Lama"]\n'
    )
    settings = read_settings([one, two])
    assert settings.gates["place"] == 0.8
    assert settings.names.off == {"id:33": ("Kota Lama", "jateng")}
    assert settings.off == {("id:33", "kota lama"), ("id:33", "jateng")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[gates]\nplaces = 0.5\n", "gates: no such name: 'places'"),
        ("[gates]\nplace = 2\n", "gates.place"),
        ("[linking.levels]\nhamlet = 1.0\n", "linking.levels: no such name: 'hamlet'"),
        ("[slips.body]\none = 2\n", "slips.body.one"),
        ("[linking]\nhint = nan\n", "linking.hint"),
        ("[linking.levels]\ncity = inf\n", "linking.levels.city"),
        ("[name]\noff = []\n", "name"),
        ("gates = [", "not valid TOML"),
    ],
)
def test_what_no_setting_can_be_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(GazetteerError, match=r"tuning\.toml") as raised:
        read_settings([path])
    assert said in str(raised.value)


def test_a_name_that_is_off_is_neither_found_nor_looked_up(gazetteer: Gazetteer) -> None:
    tuned = gazetteer.with_settings(
        Settings.model_validate({"names": {"off": {"body:kpk": ["KPK"]}}})
    )
    assert [hit.text for hit in gazetteer.find(TEXT) if hit.text == "KPK"] == ["KPK"]
    assert not [hit for hit in tuned.find(TEXT) if hit.text == "KPK"]
    assert not tuned.lookup("kpk")
    assert tuned.lookup("Komisi Pemberantasan Korupsi")[0].id == "body:kpk"


def test_long_names_alone_are_found_misspelt_where_that_is_asked(gazetteer: Gazetteer) -> None:
    text = "Komisi Pembrantasan Korupsi memeriksa saksi."
    strict = Settings.model_validate({"slips": {"body": {"one": 40, "two": 40}}})
    assert any(hit.match == "fuzzy" for hit in gazetteer.find(text))
    assert not any(hit.match == "fuzzy" for hit in gazetteer.with_settings(strict).find(text))


def test_settings_show_in_the_hash_and_load_like_packs(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    assert gazetteer.with_settings(Settings()).hash == gazetteer.hash
    path = written(tmp_path, "[gates]\nplace = 0.9\n")
    loaded = Gazetteer.load([path])
    assert loaded.settings.gates["place"] == 0.9
    assert loaded.hash != gazetteer.hash
