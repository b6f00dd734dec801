"""Figures say their numbers in words, escape what people wrote and stay in their frames."""

import gzip
import re
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from coalition import charts
from coalition.charts.labels import place_labels
from coalition.charts.locator import HEIGHT, WIDTH, project
from coalition.charts.timeline import quarters

CITIES = [
    charts.Dot("petropavlovsk", "Petropavlovsk", 54.87343, 69.15065, "/cities/petropavlovsk/"),
    charts.Dot("osh", "Osh", 40.52828, 72.7985, "/cities/osh/"),
    charts.Dot("dushanbe", "Dushanbe", 38.53575, 68.77905, "/cities/dushanbe/"),
    charts.Dot("ashgabat", "Ashgabat", 37.95, 58.38333, "/cities/ashgabat/"),
    charts.Dot("namangan", "Namangan", 40.9983, 71.67257, "/cities/namangan/"),
]
EVIL = '<b>"A & B"</b>'
SAFE = "&lt;b&gt;&quot;A &amp; B&quot;&lt;/b&gt;"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def label_of(svg: str) -> str:
    return re.search(r'aria-label="([^"]*)"', svg)[1]


def test_the_words_of_the_bar_lead_to_the_measures_at_their_place_on_the_page():
    bar = charts.stacked_bar({"completed": 1}, "Plan", "/plan/?hazard=flood#found")

    assert 'href="/plan/?hazard=flood&amp;status=completed#found"' in bar


def test_the_bar_says_all_its_numbers():
    said = label_of(charts.stacked_bar({"completed": 14, "in_progress": 19, "late": 3}, "Plan"))

    assert said == "Plan. 36 measures; Completed: 14; In progress: 19; Late: 3."


def test_the_bar_counts_one_measure_in_the_singular():
    assert "1 measure;" in label_of(charts.stacked_bar({"completed": 1}, "Plan"))


def test_cancelled_measures_are_told_beside_the_bar_and_not_drawn_in_it():
    bar = charts.stacked_bar({"completed": 2, "cancelled": 1}, "Plan")

    assert label_of(bar) == "Plan. 2 measures; Completed: 2; besides them, cancelled: 1."
    assert "seg c-off" not in bar
    assert "<s>Cancelled</s> <b>1</b>" in bar


def test_a_status_without_measures_is_left_out_of_the_bar_and_the_legend():
    bar = charts.stacked_bar({"completed": 2, "suspended": 0, "late": None}, "Plan")

    assert bar.count("<rect") == bar.count("<li") == 1


def test_an_empty_plan_has_an_empty_bar_and_says_so():
    bar = charts.stacked_bar({}, "Plan")

    assert label_of(bar) == "Plan. 0 measures."
    assert "No measures yet." in bar


def test_the_segments_of_a_bar_fill_it_exactly():
    bar = charts.stacked_bar({"completed": 1, "in_progress": 998, "suspended": 1}, "Plan")

    widths = [float(w) for w in re.findall(r'class="seg[^>]* width="([\d.]+)%', bar)]
    assert sum(widths) == pytest.approx(100, abs=0.05)
    assert min(widths) > 1


def test_the_legend_leads_to_the_measures_by_status_and_by_signal():
    bar = charts.stacked_bar({"completed": 1, "late": 1}, "Plan", link="/plan/?q=a")

    assert re.findall(r'href="([^#"][^"]*)"', bar) == [
        "/plan/?q=a&amp;status=completed",
        "/plan/?q=a&amp;signal=late",
    ]


def test_signals_carry_a_pattern_as_well_as_a_colour():
    bar = charts.stacked_bar({"risk": 1, "late": 1}, "Plan")

    assert re.findall(r"url\(#(\w+)\)", bar) == ["dots", "hatch"]


@pytest.mark.parametrize(
    "figure",
    [
        charts.stacked_bar({"completed": 1}, EVIL),
        charts.line_chart(EVIL, EVIL, [(2024, 1), (2025, 2)], source=EVIL),
        charts.timeline(
            [charts.Row(EVIL, None, None, "completed", '/?"<')], 2026, 2030, date(2026, 1, 1)
        ),
        charts.locator_map([charts.Dot("x", EVIL, 45, 66, '/?"<')]),
    ],
    ids=["bar", "line", "timeline", "map"],
)
def test_what_people_wrote_is_escaped(figure):
    assert SAFE in figure
    assert "<b>&" not in figure
    assert '"<"' not in figure


@pytest.mark.parametrize("status", charts.LOOKS)
def test_every_status_has_a_shape_a_word_and_a_class(status):
    tag = charts.status_tag(status)

    assert f'href="#i-{charts.LOOKS[status].shape}"' in tag
    assert str(charts.LOOKS[status].word) in tag
    assert f'class="st {charts.status_class(status)}"' in tag


def test_an_unknown_status_is_an_error():
    with pytest.raises(KeyError):
        charts.status_tag("approved")


@pytest.mark.parametrize(("given", "said"), [(70, "70%"), (-5, "0%"), (250, "100%"), (66.6, "67%")])
def test_the_meter_says_its_number_and_stays_within_its_frame(given, said):
    drawn = charts.meter(given, "in_progress")

    assert label_of(drawn) == f"Ready: {said}"
    assert f'<rect width="{said}"' in drawn


def test_a_meter_without_a_number_is_a_dash_with_words():
    assert charts.meter(None) == (
        '<span aria-hidden="true">—</span><span class="vh">No value stated</span>'
    )


def test_the_timeline_says_quarters_and_status_in_words():
    row = charts.Row("Warning", date(2026, 1, 15), date(2027, 12, 31), "in_progress", "#d1")
    strip = charts.timeline([row], 2026, 2030, date(2026, 11, 21))

    assert "quarter I of 2026 — quarter IV of 2027" in strip
    assert "In progress" in strip
    assert 'class="now"' in strip


def test_the_timeline_has_no_line_for_today_outside_its_years():
    assert "now" not in charts.timeline([], 2026, 2030, date(2031, 1, 1))


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2020, 1, 1), date(2040, 1, 1)), (None, date(2028, 1, 1)), (date(2029, 1, 1), None)],
)
def test_a_strip_never_leaves_the_years_of_the_plan(start, end):
    strip = charts.timeline([charts.Row("A", start, end, "late")], 2026, 2030, date(2026, 1, 1))

    x, width = map(float, re.search(r'<rect x="([\d.-]+)" y="3" width="([\d.]+)"', strip).groups())
    assert 0 <= x < x + width <= 200


def test_a_part_without_dates_says_so_and_draws_no_strip():
    strip = charts.timeline([charts.Row("A", None, None, "late")], 2026, 2030, date(2026, 1, 1))

    assert "no dates yet" in strip
    assert 'y="3"' not in strip


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2026, 4, 1), date(2026, 6, 30), "quarter II of 2026"),
        (None, date(2026, 9, 30), "until quarter III of 2026"),
        (date(2026, 9, 30), None, "from quarter III of 2026"),
    ],
)
def test_quarters_are_said_as_people_say_them(start, end, said):
    assert quarters(start, end) == said


def test_the_line_chart_and_its_table_say_the_same_numbers():
    figure = charts.line_chart(
        "Reach",
        "% of people",
        [(2025, 21), (2026, Decimal("34.50"))],
        baseline=(2024, 12),
        target=(2030, 90),
    )

    assert label_of(figure) == (
        "Reach, % of people. Baseline, 2024: 12; 2025: 21; 2026: 34.5; Target, 2030: 90."
    )
    rows = re.findall(r'row">([^<]*)</th><td class="num">([^<]*)<', figure)
    assert rows == [
        ("Baseline, 2024", "12"),
        ("2025", "21"),
        ("2026", "34.5"),
        ("Target, 2030", "90"),
    ]


def test_an_indicator_without_values_says_so_and_draws_nothing():
    figure = charts.line_chart("Reach", "%", [])

    assert "No values yet." in figure
    assert "<svg" not in figure


@pytest.mark.parametrize(
    "readings",
    [
        [(2026, 0)],
        [(2026, 5), (2026, 5)],
        [(2024, -3), (2025, Decimal("0.004"))],
        [(2024, 1_250_000), (2025, 0.1 + 0.2)],
        [(date(2026, 2, 1), 3), (date(2026, 12, 31), 4)],
    ],
    ids=["zero", "twice", "negative", "large", "dates"],
)
def test_the_line_stays_inside_the_drawing(readings):
    figure = charts.line_chart("Reach", "%", readings)

    points = re.search(r'points="([^"]+)"', figure)[1].split()
    for x, y in (map(float, point.split(",")) for point in points):
        assert 0 <= x <= 360
        assert 0 <= y <= 190


def test_osh_is_drawn_east_of_dushanbe_and_inside_the_sketch():
    osh, dushanbe = project(40.52828, 72.7985), project(38.53575, 68.77905)

    assert osh[0] > dushanbe[0]
    assert osh[1] < dushanbe[1]
    assert 0 < osh[0] < WIDTH
    assert 0 < osh[1] < HEIGHT


def test_osh_and_namangan_have_their_names_on_opposite_sides():
    sketch = charts.locator_map(CITIES)

    assert re.search(r'text-anchor="start">Osh<', sketch)
    assert re.search(r'text-anchor="end">Namangan<', sketch)


def test_names_of_many_close_cities_never_cover_each_other():
    points = [(300 + 23 * (n % 6), 300 + 19 * (n // 6)) for n in range(24)]
    labels = [label for label in place_labels(["Шымкент"] * 24, points, WIDTH, HEIGHT) if label]

    assert len(labels) >= 4
    assert not any(a.meets(b) for a in labels for b in labels if a is not b)


def test_a_city_whose_name_finds_no_room_keeps_its_dot_and_its_title():
    crowd = [charts.Dot(str(n), f"Long name of city {n}", 41, 71 + n / 50, "/") for n in range(12)]
    sketch = charts.locator_map(crowd)

    assert sketch.count('class="dot"') == 12
    assert sketch.count("<text") + sketch.count("<title") == 12


def test_each_city_of_the_sketch_is_a_link_and_the_page_own_is_marked():
    sketch = charts.locator_map(CITIES, here="osh")

    assert sketch.count("<a href=") == 5
    assert '<a href="/cities/osh/" class="here" aria-current="true">' in sketch


def test_targets_of_neighbouring_cities_do_not_overlap():
    sketch = charts.locator_map(CITIES)

    circles = re.findall(r'"hit" cx="([\d.]+)" cy="([\d.]+)" r="(\d+)"', sketch)
    spots = [tuple(map(float, circle)) for circle in circles]
    for n, (x, y, r) in enumerate(spots):
        for x2, y2, r2 in spots[:n]:
            assert ((x - x2) ** 2 + (y - y2) ** 2) ** 0.5 >= r + r2 - 1


def test_the_sketch_weighs_at_most_six_kilobytes():
    sketch = charts.locator_map(CITIES, here="osh", inner_borders=True).encode()

    assert len(gzip.compress(sketch, 6)) <= 6 * 1024


def test_inner_borders_are_drawn_only_when_asked_for():
    assert charts.locator_map([]).count("<path") == 1
    assert charts.locator_map([], inner_borders=True).count("<path") == 5


def test_a_city_beyond_the_outline_is_left_to_the_list():
    assert "dot" not in charts.locator_map([charts.Dot("far", "Far", 10, 10, "/")])


def test_the_sprite_holds_every_shape_a_page_may_refer_to():
    sprite = charts.icon_sprite()

    for look in charts.LOOKS.values():
        assert f'id="i-{look.shape}"' in sprite
    assert 'id="hatch"' in sprite
    assert 'id="dots"' in sprite


def test_no_figure_needs_an_inline_style():
    figures = [
        charts.icon_sprite(),
        charts.stacked_bar({"late": 1}, "Plan"),
        charts.meter(5),
        charts.timeline([charts.Row("A", None, None, "late")], 2026, 2030, date(2026, 1, 1)),
        charts.line_chart("Reach", "%", [(2026, 1)], target=(2030, 2)),
        charts.locator_map(CITIES),
    ]

    assert not any(" style=" in figure for figure in figures)


def test_templates_reach_the_figures_by_their_tags():
    page = Template(
        "{% load charts %}{% meter 5 'late' %}{% status_tag 'late' %}{{ 'late'|status_class }}"
    )

    assert page.render(Context()) == charts.meter(5, "late") + charts.status_tag("late") + "c-late"
