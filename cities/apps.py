from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"

    def ready(self) -> None:
        from cities import permissions, sentences, verbs, welcome, whole  # noqa: PLC0415
        from coalition import attachments, jobs, periodic  # noqa: PLC0415
        from coalition.models import User  # noqa: PLC0415
        from coalition.roles import register, withhold  # noqa: PLC0415

        sentences.register_sentences()
        welcome.register_own()
        jobs.register(verbs.data.JOB, whole.gather)
        attachments.register("cities.application", permissions.may_read_files)
        attachments.register("cities.registereddocument", permissions.may_read_register_files)
        periodic.register("reminders", 3600, lambda: verbs.remind_of_drafts(by=User.system()))
        periodic.register("wholes", 24 * 3600, lambda: verbs.forget_wholes(by=User.system()))
        attachments.register("cities.standing", permissions.may_read_letters)
        periodic.register("drafts", 3600, lambda: verbs.forget_drafts(by=User.system()))
        withhold("city", permissions.withheld_while_away)
        inside = permissions.city_editor_grants
        register(
            "viewer",
            "city",
            _("Viewer"),
            "see_inside",
            may=_("reads the city's internal work"),
        )
        register(
            "editor",
            "city",
            _("Editor"),
            "see_inside",
            "edit",
            may=_("drafts plans and measures, reports progress, edits the city's pages"),
            grants=inside,
        )
        register(
            "approver",
            "city",
            _("Approver"),
            "see_inside",
            "approve",
            may=_("adopts the plan, approves updates, submits the city's report"),
        )
        register(
            "administrator",
            "city",
            _("Administrator"),
            "see_inside",
            "administer",
            may=_("appoints and releases the city's people"),
            also_appointed_by=permissions.first_administrator_by_secretariat,
        )
        register(
            "reviewer",
            "city",
            _("UNDP reviewer"),
            "review",
            may=_("reads what was submitted, remarks, closes a review"),
            also_appointed_by=permissions.reviewer_by_secretariat,
        )
