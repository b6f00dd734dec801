from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from coalition.roles import register_coalition_roles  # noqa: PLC0415
        from home.permissions import secretariat_grants  # noqa: PLC0415

        register_coalition_roles(secretariat_grants)
