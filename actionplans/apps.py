from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    name = "actionplans"

    def ready(self) -> None:
        from actionplans import (  # noqa: PLC0415
            figures,
            first_steps,
            news,
            permissions,
            proposal_news,
            receivers,  # noqa: F401 -- connects them
            sentences,
            verbs,
        )
        from actionplans.importing.work import register_jobs  # noqa: PLC0415
        from coalition import attachments, periodic  # noqa: PLC0415
        from coalition.models import User  # noqa: PLC0415

        attachments.register("actionplans.progressupdate", permissions.may_open_report)
        attachments.register("actionplans.measure", permissions.may_open_files)
        attachments.register("actionplans.edition", permissions.may_open_scan)
        sentences.register_sentences()
        first_steps.register_first_steps()
        news.register_news()
        register_jobs()
        proposal_news.register_news()
        periodic.register("figures", 1800, figures.keep_until_tomorrow)
        periodic.register("rounds", 3600, lambda: verbs.keep_rounds(by=User.system()))
        periodic.register("digests", 600, lambda: verbs.send_digests(by=User.system()))
