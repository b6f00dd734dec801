from django.apps import AppConfig


class CoalitionConfig(AppConfig):
    name = "coalition"
    verbose_name = "Coalition"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_reset  # noqa: PLC0415
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415

        from coalition import (  # noqa: PLC0415
            afterwards,
            checks,  # noqa: F401
            deeds,
            letters,
            periodic,
            presence,
            projection,
            second_step,
            verbs,
        )
        from coalition.models import Place, User  # noqa: PLC0415

        deeds.register_own()
        user_logged_in.connect(presence.begin, dispatch_uid="sign_ins")
        authenticator_reset.connect(second_step.follow_new_codes, dispatch_uid="new_codes")
        afterwards.register(presence.write)
        periodic.register("letters", 5, letters.deliver)
        periodic.register("old_news", 24 * 3600, lambda: verbs.forget_old_news(by=User.system()))
        periodic.register("sign_ins", 24 * 3600, lambda: verbs.forget_sign_ins(by=User.system()))
        periodic.register("terms", 3600, lambda: verbs.end_what_ran_out(by=User.system()))
        periodic.register(
            "rights", 3600, lambda: [projection.project(place) for place in Place.objects.all()]
        )
