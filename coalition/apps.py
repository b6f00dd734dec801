from django.apps import AppConfig


class CoalitionConfig(AppConfig):
    name = "coalition"
    verbose_name = "Coalition"

    def ready(self) -> None:
        from coalition import (  # noqa: PLC0415
            checks,  # noqa: F401
            deeds,
            letters,
            periodic,
            projection,
            verbs,
        )
        from coalition.models import Place, User  # noqa: PLC0415

        deeds.register_own()
        periodic.register("letters", 5, letters.deliver)
        periodic.register("old_news", 24 * 3600, lambda: verbs.forget_old_news(by=User.system()))
        periodic.register(
            "rights", 3600, lambda: [projection.project(place) for place in Place.objects.all()]
        )
