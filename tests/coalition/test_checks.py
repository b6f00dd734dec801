"""What must be true before the platform may start."""

from coalition.checks import the_door_is_named


def test_a_wildcard_host_would_let_any_site_open_our_sockets_and_is_refused(settings):
    assert the_door_is_named() == []
    settings.ALLOWED_HOSTS = ["coalition.example", "*"]

    assert [error.id for error in the_door_is_named()] == ["coalition.E001"]
