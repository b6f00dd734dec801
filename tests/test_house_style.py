"""The shape of the house: what a reader may rely on in every file."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.repository import APPS, ROOT, functions, modules, name_of, named, tracked, tree

# functions of verbs modules that ask or prepare, and write nothing in anybody's name
QUESTIONS = {
    "coalition.verbs.invitations.open_invitation",
    "coalition.verbs.people.require_appointer",
    "coalition.verbs.sign_ins.may_reset_second_step",
}
BANNED_NAMES = {"utils", "helpers", "services", "managers", "constants", "mixins"}
WRITES = {
    "save",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "acreate",
    "asave",
    "adelete",
    "aupdate",
}
# these are no rows: a cache, a session, a form of allauth
NOT_ROWS = {"cache", "session", "request.session", "default_storage"}
BANNED_WORDS = re.compile("нарушени|санкци|дисциплин|обязан", re.IGNORECASE)
# addresses of the platform begin with /work/ and /home/ too, hence the exact shapes
MACHINE_PATHS = re.compile(
    r"(?<![\w./}>)])/(?:root/|home/[a-z]+/|work/(?:wt|main|shared)\b|Users/)"
)


def dotted(file: Path, name: str) -> str:
    return ".".join([*file.relative_to(ROOT).with_suffix("").parts, name])


def verbs() -> dict[str, ast.FunctionDef]:
    return {
        dotted(file, deed.name): deed
        for file in modules(*APPS)
        if named(file, "verbs")
        for deed in functions(file)
        if not deed.name.startswith("_")
    }


def test_every_verb_names_who_acts_by_keyword():
    nameless = {
        name for name, deed in verbs().items() if "by" not in {a.arg for a in deed.args.kwonlyargs}
    }

    assert nameless - QUESTIONS == set()


def test_every_question_among_the_verbs_still_exists():
    assert QUESTIONS - set(verbs()) == set()


def test_every_verb_says_its_deed():
    assert {name for name, deed in verbs().items() if not ast.get_docstring(deed)} == set()


def writes_rows(call: ast.Call) -> bool:
    """Whether a call looks like a write to the database; `dict.update` is told by its shape."""
    if not isinstance(call.func, ast.Attribute):
        return False
    receiver = ast.unparse(call.func.value)
    if receiver in NOT_ROWS:
        return False
    if call.func.attr == "update":
        rows = any(word in receiver for word in (".objects", ".filter(", ".exclude(", ".all("))
        return rows or bool(call.keywords and not call.args)
    return call.func.attr in WRITES


def test_only_verbs_write_rows():
    found = [
        f"{name_of(file)}:{node.lineno} {ast.unparse(node.func)}"
        for file in modules(*APPS)
        if named(file, "views", "consumers", "api", "wagtail_hooks")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and writes_rows(node)
    ]

    assert found == []


def test_a_write_in_a_view_would_be_found():
    call = ast.parse("Measure.objects.filter(pk=1).update(title='')").body[0].value

    assert writes_rows(call)


def test_no_module_is_longer_than_400_lines():
    lengths = {name_of(file): len(file.read_text("utf-8").splitlines()) for file in modules()}

    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_no_function_is_longer_than_40_lines():
    long = {
        f"{name_of(file)}: {node.name}"
        for file in modules(*APPS)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= 40
        and node.name != "ready"  # a list of what an app registers
    }

    assert long == set()


def test_no_template_is_longer_than_150_lines():
    long = {
        name_of(file)
        for file in tracked()
        if "templates" in file.parts and len(file.read_text("utf-8").splitlines()) > 150
    }

    assert long == set()


def test_no_module_has_a_name_that_says_nothing():
    assert {name_of(file) for file in modules() if named(file, *BANNED_NAMES)} == set()


def test_every_model_says_what_it_is():
    silent = {
        model._meta.label
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}(")
    }

    assert silent == set()


def test_nobody_speaks_of_cities_as_of_offenders():
    spoken = [
        f"{name_of(file)}:{number} {line.strip()[:80]}"
        for file in tracked()
        if "templates" in file.relative_to(ROOT).parts
        or name_of(file).endswith("ru/LC_MESSAGES/django.po")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if BANNED_WORDS.search(line)
    ]

    assert spoken == []


def test_each_app_knows_only_those_below_it():
    program = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stdout[-3000:]


@pytest.mark.django_db
def test_the_migrations_hold_what_the_models_say(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)

    assert capsys.readouterr().out.strip() == "No changes detected"


def test_every_dependency_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lines = re.findall(r'^    "[\w.\-\[\],]+[<>=!~][^"]*",.*$', text, re.MULTILINE)

    assert len(lines) > 20
    assert [line for line in lines if not re.search(r"#\s+\S+", line)] == []


def test_lock_files_hold_hashes_and_no_addresses():
    for lock in ROOT.glob("requirements*.txt"):
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(re.findall(r"^[\w.\-]+==", text, re.MULTILINE))


def test_no_file_names_a_machine():
    named_paths = [
        f"{name_of(file)}:{number} {line.strip()[:100]}"
        for file in tracked()
        if file.suffix not in {".png", ".ico", ".mo", ".sqlite3", ".pdf", ".docx", ".xlsx"}
        for number, line in enumerate(
            file.read_text("utf-8", errors="replace").splitlines(), start=1
        )
        if MACHINE_PATHS.search(line)
    ]

    assert named_paths == []
