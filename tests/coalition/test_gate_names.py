"""Every address of the page editor is let through or denied by somebody who has read it."""

from django.urls import URLResolver, get_resolver

from coalition.gate import RULES

DENIED = """
    wagtail_bulk_action wagtailadmin_error_test wagtailadmin_login wagtailadmin_password_reset
    wagtailadmin_password_reset_complete wagtailadmin_password_reset_confirm
    wagtailadmin_password_reset_done wagtailadmin_tag_autocomplete
    wagtailadmin_tag_model_autocomplete wagtailadmin_api:documents:detail
    wagtailadmin_api:documents:find wagtailadmin_api:documents:listing
    wagtailadmin_api:images:detail wagtailadmin_api:images:find wagtailadmin_api:images:listing
    wagtailadmin_api:pages:action wagtailadmin_api:pages:find
    wagtailadmin_pages:choose_parent wagtailadmin_pages:collect_workflow_action_data
    wagtailadmin_pages:confirm_workflow_cancellation wagtailadmin_pages:convert_alias
    wagtailadmin_pages:set_privacy wagtailadmin_pages:type_use
    wagtailadmin_pages:type_use_results wagtailadmin_pages:workflow_action
    wagtailadmin_pages:workflow_preview wagtailembeds:chooser wagtailembeds:chooser_upload
    wagtailimages:url_generator wagtailimages:url_generator_output wagtailsnippets:index
""".split()
# whole parts of Wagtail that the platform does not use
DENIED_PARTS = (
    "wagtailadmin_collections:",
    "wagtailadmin_reports:",
    "wagtailadmin_workflows:",
    "wagtailredirects:",
    "wagtailsites:",
    "wagtailusers_groups:",
    "wagtailusers_users:",
)


def names_under(patterns, space="") -> set[str]:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= names_under(pattern.url_patterns, inner)
        elif pattern.name:
            found.add(space + pattern.name)
    return found


def names_of_the_editor() -> set[str]:
    return names_under(
        part
        for part in get_resolver().url_patterns
        if isinstance(part, URLResolver) and str(part.pattern) == "cms/"
    )


def test_every_address_of_the_editor_is_let_through_or_denied_on_purpose():
    unknown = {
        name
        for name in names_of_the_editor() - set(RULES) - set(DENIED)
        if not name.startswith(DENIED_PARTS)
    }

    assert len(names_of_the_editor()) > 150
    assert unknown == set()


def test_no_address_is_both_let_through_and_denied():
    assert [name for name in RULES if name in DENIED or name.startswith(DENIED_PARTS)] == []


def test_no_rule_speaks_of_an_address_that_is_gone():
    assert set(RULES) - names_of_the_editor() == set()
