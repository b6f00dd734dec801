"""A status in the words of CRF, CDP and IATI."""

from datetime import date

import pytest

from actionplans.frameworks import codes_of
from actionplans.models import Contribution


@pytest.mark.parametrize(
    ("status", "finance", "due", "said"),
    [
        ("not_started", "seeking", None, ("not_started", 1, "currently no finance secured")),
        ("not_started", "secured", None, ("not_started", 1, "finance fully secured")),
        ("in_progress", "partly", date(2027, 1, 1), ("in_progress", 2, "less than one year")),
        ("in_progress", "partly", date(2029, 1, 1), ("in_progress", 2, "more than one year")),
        ("suspended", "unknown", None, ("in_progress", 6, "Other")),
        ("completed", "unknown", None, ("completed", 4, "complete in the reporting year")),
        ("cancelled", "unknown", None, ("cancelled", 5, "Other")),
    ],
)
def test_a_status_has_its_codes_in_the_global_systems(status, finance, due, said):
    codes = codes_of(Contribution(status=status, finance=finance), due, date(2026, 11, 21))

    assert (codes["crf"], codes["iati"]) == said[:2]
    assert codes["cdp"].endswith(said[2])


@pytest.mark.parametrize("status", Contribution.Status.values)
@pytest.mark.parametrize("finance", Contribution.Finance.values)
def test_no_status_is_without_codes(status, finance):
    codes = codes_of(Contribution(status=status, finance=finance), None, date(2026, 11, 21))

    assert all(codes.values())
