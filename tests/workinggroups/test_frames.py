import json

import pytest

from workinggroups.frames import LARGEST, RETRY, Refused, dump, parse


def refusal_of(text, **more):
    with pytest.raises(Refused) as refused:
        parse(text, **more)
    return refused.value.code


@pytest.mark.parametrize(
    "frame",
    [
        {"t": "sub", "thread": 7, "after": 0},
        {"t": "unsub", "thread": 7},
        {"t": "ack", "thread": 7, "seq": 130},
        {"t": "typing", "thread": 7},
        {"t": "ping", "n": 5},
    ],
)
def test_what_the_protocol_knows_is_understood(frame):
    assert parse(json.dumps(frame)) == frame


def test_hello_comes_first_and_once():
    hello = '{"t":"hello","v":1,"tab":"9f-a"}'

    assert parse(hello, greeted=False)["tab"] == "9f-a"
    assert refusal_of(hello, greeted=True) == 4400
    assert refusal_of('{"t":"ping","n":5}', greeted=False) == 4400


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "[]",
        "7",
        '"sub"',
        "null",
        "{}",
        '{"t":null}',
        '{"t":["sub"]}',
        '{"t":"post","thread":7,"body":"x"}',
        '{"t":"sub"}',
        '{"t":"sub","thread":7}',
        '{"t":"sub","thread":7,"after":0,"more":1}',
        '{"t":"sub","thread":"7","after":0}',
        '{"t":"sub","thread":7.0,"after":0}',
        '{"t":"sub","thread":true,"after":0}',
        '{"t":"sub","thread":-1,"after":0}',
        '{"t":"sub","thread":7,"after":NaN}',
        '{"t":"sub","thread":7,"after":Infinity}',
        '{"t":"sub","thread":7,"after":1180591620717411303424}',
        '{"t":"ping","n":' + "[" * 2000 + "]" * 2000 + "}",
        "[" * 4000,
        '{"t":"ping","n":' + "9" * 4000 + "}",
        '{"t":"\\ud800"}',
    ],
)
def test_what_it_does_not_know_closes_with_4400(text):
    assert refusal_of(text) == 4400


@pytest.mark.parametrize("tab", ["", "x" * 65, "a b", "<b>", "\u0000"])
def test_a_tab_is_named_by_a_short_word(tab):
    assert refusal_of(json.dumps({"t": "hello", "v": 1, "tab": tab}), greeted=False) == 4400


@pytest.mark.parametrize("text", ["x" * (LARGEST + 1), "я" * (LARGEST // 2 + 1)])
def test_a_frame_that_is_too_large_closes_with_4413(text):
    assert refusal_of(text) == 4413


def test_a_frame_to_a_reader_spells_letters_as_they_are():
    assert dump("err", re="sub", name="Ош") == '{"t":"err","re":"sub","name":"Ош"}'


def test_every_reason_to_close_says_when_to_come_back():
    assert all(low <= high for low, high in RETRY.values())
