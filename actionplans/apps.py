from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "actionplans"

    def ready(self) -> None:
        from actionplans import (  # noqa: PLC0415
            receivers,  # noqa: F401 -- connects them
            sentences,
        )

        sentences.register_sentences()
