"""Deeds on plans and measures, as the journal tells them."""

import re

import pytest
from django.utils.translation import override

from coalition import deeds
from coalition.models import JournalEntry

pytestmark = pytest.mark.django_db

OF_PLANS = re.compile(r"(plan|goal|direction|heading|measure|draft|progress)\.")


def test_every_deed_of_the_demonstration_has_its_sentence():
    deeds_done = JournalEntry.objects.values_list("deed", flat=True)
    done = {deed for deed in deeds_done if OF_PLANS.match(deed)}

    assert "progress.approved" in done
    assert done <= deeds.known_deeds()


def test_a_report_is_told_with_its_status_and_percentage():
    entry = JournalEntry.objects.filter(
        deed="progress.approved", subject__startswith="OSH-02"
    ).latest("pk")

    with override("ru"):
        assert deeds.sentence(entry).startswith("Отчёт утверждён: OSH-02 ")
        assert deeds.sentence(entry).endswith("Выполняется, 70 %")
