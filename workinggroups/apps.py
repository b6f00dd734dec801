from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkingGroupsConfig(AppConfig):
    name = "workinggroups"

    def ready(self) -> None:
        from coalition import (  # noqa: PLC0415
            afterwards,
            attachments,
            lifespan,
            mornings,
            periodic,
        )
        from coalition.models import User  # noqa: PLC0415
        from coalition.roles import register, withhold  # noqa: PLC0415
        from workinggroups import (  # noqa: PLC0415
            decision_news,
            first_steps,
            group_news,
            live,
            news,
            permissions,
            receivers,  # noqa: F401
            sentences,
            thread_news,
            verbs,
        )

        withhold("group", permissions.withheld_in_team)
        register(
            "member",
            "group",
            _("Member"),
            "see_inside",
            "post",
            may=_("reads and writes in the group's threads"),
            also_appointed_by=permissions.by_chair_or_secretariat,
        )
        register(
            "chair",
            "group",
            _("Chair"),
            "see_inside",
            "post",
            "moderate",
            may=_("leads the threads, lets people in"),
            also_appointed_by=permissions.by_secretariat,
        )
        register(
            "secretary",
            "group",
            _("Secretary"),
            "see_inside",
            "post",
            "moderate",
            may=_("keeps agendas, minutes and the register of decisions"),
            also_appointed_by=permissions.by_chair_or_secretariat,
        )
        register(
            "guest",
            "group",
            _("Guest"),
            "see_inside",
            "post",
            may=_("reads and writes until a date"),
            also_appointed_by=permissions.by_chair_or_secretariat,
        )
        register(
            "observer",
            "group",
            _("Observer"),
            "see_inside",
            may=_("reads the group's threads"),
            also_appointed_by=permissions.by_chair_or_secretariat,
        )
        attachments.register("workinggroups.rulesofprocedure", permissions.may_open_rules)
        periodic.register("withdrawn_texts", 24 * 3600, verbs.forget_withdrawn_texts)
        periodic.register("uploads", 3600, verbs.sweep_uploads)
        periodic.register("decisions", 60, lambda: verbs.close_due_decisions(by=User.system()))
        periodic.register(
            "decision_reminders", 600, lambda: verbs.remind_of_decisions(by=User.system())
        )
        periodic.register("decision_reviews", 3600, lambda: verbs.tell_reviews(by=User.system()))
        afterwards.register(lambda: verbs.tell_untold(by=User.system()))
        decision_news.register_news()
        periodic.register("ending_terms", 24 * 3600, verbs.tell_ending_terms)
        sentences.register_sentences()
        first_steps.register_first_steps()
        thread_news.register_news()
        attachments.register("workinggroups.post", permissions.may_open_files)
        news.register_meetings()
        group_news.register_news()
        mornings.register(
            _("New in your groups:"),
            lambda user: verbs.take_unread(user, by=User.system()),
            lambda user: verbs.end_mornings(user, by=user),
        )
        sentences.register_news()
        lifespan.on_start(live.start)
