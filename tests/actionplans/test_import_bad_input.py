"""Whatever is brought, a sentence comes back and nothing is left behind."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans.models import ActionPlan, Direction, Goal, MeasureDraft, PlanImport
from coalition import jobs
from tests.actionplans.malformed import all_files

pytestmark = [pytest.mark.once, pytest.mark.django_db]

FILES = all_files()
HERE = "/work/city/osh/import/"
ROWS = (MeasureDraft, Goal, Direction, ActionPlan)


def test_there_are_at_least_a_hundred_such_files():
    assert len({name for name, _file, _content in FILES}) >= 100


@pytest.mark.parametrize(("name", "file", "content"), FILES, ids=[name for name, *_rest in FILES])
def test_a_file_that_is_no_plan_gets_a_sentence_and_leaves_nothing(signed_in, name, file, content):
    client = signed_in("editor.osh")
    before = [model.objects.count() for model in ROWS]

    answer = client.post(HERE, {"file": SimpleUploadedFile(file, content)}, follow=True)
    jobs.run_waiting()

    found = PlanImport.objects.first()
    if found is None:
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"]
    else:
        look = f"{HERE}{found.pk}/"
        page = client.get(look)
        assert page.status_code == 200
        assert found.state in {"failed", "ready"}
        accepting = client.post(f"{look}accept/", {"fingerprint": "x"}, follow=True)
        assert accepting.status_code == 200
        assert client.get(f"{look}file/", follow=True).status_code == 200
    assert [model.objects.count() for model in ROWS] == before
