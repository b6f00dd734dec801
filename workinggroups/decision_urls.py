from django.urls import path

from workinggroups.views import (
    consultations,
    decisions,
    outcomes,
    preparing,
    register,
    reviews,
)

PUBLIC = {"public_register", "public_register_file"}

GROUP = "work/groups/<slug:slug>/"
DECISION = "work/decisions/<int:pk>/"

urlpatterns = [
    path("groups/<slug:slug>/decisions/", register.public_register, name="public_register"),
    path(
        "groups/<slug:slug>/decisions.csv",
        register.public_register_file,
        name="public_register_file",
    ),
    path(f"{GROUP}decisions/", register.register, name="register"),
    path(f"{GROUP}decisions.csv", register.register_file, name="register_file"),
    path(f"{GROUP}rules/", outcomes.rules, name="rules"),
    path(f"{GROUP}rules/<int:pk>/end/", outcomes.end_rules, name="end_rules"),
    path(f"{GROUP}secretariat/", consultations.invite_secretariat, name="invite_secretariat"),
    path(f"{GROUP}note/", consultations.end_consultation, name="end_consultation"),
    path(
        "work/consultations/<int:pk>/join/",
        consultations.join_consultation,
        name="join_consultation",
    ),
    path("work/city/<slug:slug>/consultations/", consultations.consultations, name="consultations"),
    path("work/threads/<int:pk>/decide/", preparing.open_decision, name="open_decision"),
    path(DECISION, decisions.decision, name="decision"),
    path(f"{DECISION}draft/", preparing.edit_draft, name="edit_decision_draft"),
    path(f"{DECISION}draft/drop/", preparing.drop_draft, name="drop_decision_draft"),
    path(f"{DECISION}position/", decisions.say_position, name="say_position"),
    path(f"{DECISION}wording/", decisions.change_decision, name="change_decision"),
    path(f"{DECISION}deadline/", decisions.extend_decision, name="extend_decision"),
    path(f"{DECISION}withdraw/", decisions.withdraw_decision, name="withdraw_decision"),
    path(f"{DECISION}outcome/", outcomes.outcome, name="outcome"),
    path(f"{DECISION}public/", outcomes.show_outcome, name="show_outcome"),
    path(f"{DECISION}offer/", outcomes.offer, name="offer"),
    path(f"{DECISION}review/", reviews.review_decision, name="review_decision"),
    path(f"{DECISION}statements/", reviews.attach_statement, name="attach_statement"),
    path(
        f"{DECISION}statements/<int:statement>/withdraw/",
        reviews.withdraw_statement,
        name="withdraw_statement",
    ),
]
