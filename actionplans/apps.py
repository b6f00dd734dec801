from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "actionplans"

    def ready(self) -> None:
        from actionplans import (  # noqa: PLC0415
            figures,
            receivers,  # noqa: F401 -- connects them
            sentences,
            verbs,
        )
        from coalition import periodic  # noqa: PLC0415
        from coalition.models import User  # noqa: PLC0415

        sentences.register_sentences()
        periodic.register("figures", 1800, figures.keep_until_tomorrow)
        periodic.register("rounds", 3600, lambda: verbs.keep_rounds(by=User.system()))
