"""Likeness of measures: pure functions, told as tables."""

import pytest

from actionplans.alike import Sketch, common_words, perhaps_the_same, stems


def sketch(key, title, hazards=(), place=""):
    return Sketch.of(key, {"title": title, "hazards": list(hazards), "location": place})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("датчики", "датчиков"),
        ("паводковой", "паводковая"),
        ("школы", "школах"),
        ("Ҷӯйбор", "ҷуйборҳо"),
        ("oʻquv", "oquv"),
    ],
)
def test_forms_of_a_word_have_one_beginning(one, other):
    assert stems(one) == stems(other)


def test_words_of_every_plan_say_nothing():
    assert stems("Разработка и реализация мероприятий города") == stems("") == []


def test_common_words_are_shown_as_they_stand():
    shared = set(stems("Датчики уровня воды"))

    assert common_words("Установка датчиков УРОВНЯ рек", shared) == ["датчиков", "уровня"]


def test_measures_in_other_words_of_the_same_are_perhaps_the_same():
    found = perhaps_the_same([
        sketch("A", "Датчики уровня воды на притоках", ["mudflow"]),
        sketch("B", "Установка датчиков уровня воды в притоках", ["mudflow"]),
        sketch("C", "Озеленение центральных улиц", ["heat_wave"]),
    ])  # fmt: skip

    assert [(pair.one, pair.other) for pair in found] == [("A", "B")]
    assert found[0].shared


def test_the_same_work_in_another_place_is_less_alike():
    titles = ("Очистка арыков", "Очистка арыков")
    here, there = (
        perhaps_the_same(
            [sketch(n, title, place=place) for n, (title, place) in
             enumerate(zip(titles, places, strict=True))],
            least=0,
        )[0].likeness
        for places in (("Центр", "Центр"), ("Центр", "Верховья"))
    )  # fmt: skip

    assert there < here


def test_nothing_is_like_nothing():
    assert perhaps_the_same([]) == []
    assert perhaps_the_same([sketch("A", ""), sketch("B", "")]) == []
