"""A group as a member opens it in the morning, and how much goes on, for those who support it."""

import io

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from coalition import clock
from workinggroups.models import Thread, WorkingGroup
from workinggroups.verbs import close_thread, mark_read, open_thread

pytestmark = pytest.mark.django_db
GROUP = "/work/groups/early-warning/"
ACTIVITY = "/review/activity/"


@pytest.fixture
def all_read(group, person):
    for thread in Thread.objects.filter(group=group):
        mark_read(thread, by=person("member"), seq=thread.head)


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def titles(page):
    return [one.text.strip() for one in page.select(".feed strong")]


def counts_of(page, name):
    row = next(one for one in page.select("tbody tr") if name in one.text)
    return [cell.text.strip() for cell in row.select("td.num")]


def test_the_group_says_how_much_waits(signed_in, all_read, thread, say):
    say(thread, "chair")
    say(thread, "chair")

    page = soup(signed_in("member").get(GROUP))

    assert "в 1 обсуждении" in page.select_one(".lede").text
    assert "2 сообщения" in page.select_one(".lede").text
    assert page.select_one("li.unread .count").text.split()[0] == "2"


def test_ones_own_posts_do_not_wait(signed_in, all_read, thread, say):
    say(thread, "member")

    assert "сообщени" not in soup(signed_in("member").get(GROUP)).select_one(".lede").text


def test_everything_read_is_said(signed_in, all_read):
    page = soup(signed_in("member").get(GROUP))

    assert "Вы всё здесь прочитали." in page.select_one(".lede").text


def test_unread_threads_come_first(signed_in, all_read, group, person, say):
    old = Thread.objects.filter(group=group).order_by("last_post_at").first()
    say(old, "chair")
    newer = open_thread(group, by=person("chair"), title="Новее, но пустое")

    assert titles(soup(signed_in("member").get(GROUP)))[:2] == [old.title, newer.title]


def test_closed_threads_stand_on_a_page_of_their_own(signed_in, thread, person):
    close_thread(thread, by=person("chair"), words="Договорились.")
    client = signed_in("member")

    assert thread.title not in titles(soup(client.get(GROUP)))
    assert thread.title in titles(soup(client.get(f"{GROUP}?closed=1")))


@pytest.mark.parametrize("before", ["x", "1,x,y", "2,2026-01-01T00:00:00Z,1", "1,,", "%00"])
def test_a_strange_mark_gives_the_beginning(signed_in, before):
    assert signed_in("member").get(GROUP, {"before": before}).status_code == 200


def test_posts_and_threads_of_the_quarter_are_counted_and_no_word_is_shown(
    signed_in, group, person, say
):
    client = signed_in("reviewer")
    before = [int(one.split()[0]) for one in counts_of(soup(client.get(ACTIVITY)), group.name)]
    thread = open_thread(group, by=person("chair"), title="zqx-вопрос")
    say(thread, "member", body="zqx-слово")
    close_thread(thread, by=person("chair"), words="zqx-итог")

    page = soup(client.get(ACTIVITY))

    after = [int(one.split()[0]) for one in counts_of(page, group.name)]
    assert [now - then for then, now in zip(before, after, strict=True)][:3] == [1, 1, 1]
    assert "zqx" not in page.text


def test_cities_that_took_part_are_counted_of_those_with_a_seat(signed_in):
    page = soup(signed_in("reviewer").get(ACTIVITY))
    cells = counts_of(page, WorkingGroup.objects.get(slug="water-and-heat").name)

    assert cells[-1].split()[1:] == ["из", str(group_seats("water-and-heat"))]
    assert int(cells[-1].split()[0]) >= 1


def group_seats(slug):
    return WorkingGroup.objects.get(slug=slug).cities.members().count()


def test_a_quarter_without_work_shows_noughts(signed_in, group):
    WorkingGroup.objects.filter(pk=group.pk).update(opened_at="2020-01-01T00:00:00Z")

    page = soup(signed_in("reviewer").get(ACTIVITY, {"quarter": "2026-01-01"}))

    assert counts_of(page, group.name)[:3] == ["0", "0", "0"]


def test_teams_consultations_and_closed_circles_are_not_there(signed_in, group):
    WorkingGroup.objects.filter(pk=group.pk).update(visibility="group")

    page = soup(signed_in("reviewer").get(ACTIVITY)).text

    assert group.name not in page
    assert "Команда города" not in page


def test_the_secretariat_reads_the_counts_and_no_publications(signed_in):
    page = soup(signed_in("secretariat").get(ACTIVITY))

    assert page.select_one("#groups")
    assert page.select_one("#published") is None


def test_the_counts_are_closed_to_others(signed_in):
    client = signed_in("editor.osh")

    assert client.get(ACTIVITY).status_code == 403
    assert client.get(f"{ACTIVITY}groups.xlsx").status_code == 403


def test_the_counts_are_taken_away_as_a_workbook(signed_in, group):
    answer = signed_in("reviewer").get(f"{ACTIVITY}groups.xlsx")

    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
    assert rows[0][0] == "Группа"
    assert group.name in [row[0] for row in rows]
    quarter = (clock.today().month + 2) // 3
    assert f"groups-{clock.today():%Y}-{quarter}.xlsx" in answer.headers["Content-Disposition"]


def test_the_counts_take_the_same_queries_for_few_groups_and_many(
    signed_in, django_assert_max_num_queries
):
    client = signed_in("secretariat")

    def count():
        with django_assert_max_num_queries(40) as seen:
            client.get(ACTIVITY)
        return len(seen)

    many = count()
    WorkingGroup.objects.filter(is_example=True).update(visibility="group")

    assert count() == many
