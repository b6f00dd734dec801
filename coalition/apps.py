from django.apps import AppConfig


class CoalitionConfig(AppConfig):
    name = "coalition"
    verbose_name = "Coalition"

    def ready(self) -> None:
        from coalition import checks, deeds, letters, periodic, projection  # noqa: F401, PLC0415
        from coalition.models import Place  # noqa: PLC0415

        deeds.register_own()
        periodic.register("letters", 5, letters.deliver)
        periodic.register(
            "rights", 3600, lambda: [projection.project(place) for place in Place.objects.all()]
        )
