from django.urls import path

from cities.views import (
    administrators,
    applications,
    applying,
    city,
    companions,
    joining,
    papers,
    questions,
    register,
    revisions,
    team,
)

# read by anybody and kept by caches
PUBLIC = {"join", "join_paper", "documents_register", "document", "declaration"}
# forms for strangers: no cache, no account; behind /join/apply/ the secret of the link decides
STRANGERS = {"join_start", "apply", "apply_check", "apply_letter", "apply_letter_word",
             "apply_print", "apply_word", "apply_withdraw", "apply_file", "apply_papers",
             "apply_paper_remove", "apply_extend", "apply_companion", "apply_companion_end",
             "apply_listing", "apply_revision", "apply_task", "apply_question",
             "apply_take_back", "check_document", "document_scan"}  # fmt: skip

urlpatterns = [
    path("work/city/<slug:slug>/team/", team.team, name="team"),
    path("work/city/<slug:slug>/team/appoint/", team.appoint, name="team_appoint"),
    path("work/city/<slug:slug>/team/<int:pk>/", team.team_role, name="team_role"),
    path("work/city/<slug:slug>/team/<int:pk>/term/", team.term, name="team_term"),
    path("work/city/<slug:slug>/team/<int:pk>/deputy/", team.deputy, name="team_deputy"),
    path("work/city/<slug:slug>/team/<int:pk>/release/", team.release, name="release"),
    path("work/city/<slug:slug>/team/<int:pk>/succeed/", team.succeed, name="team_succeed"),
    path("work/city/<slug:slug>/team/<int:pk>/second-step/", team.reset_step, name="team_step"),
    path(
        "work/city/<slug:slug>/team/invitations/<int:pk>/again/",
        team.invite_again,
        name="invite_again",
    ),
    path(
        "work/city/<slug:slug>/team/invitations/<int:pk>/revoke/",
        team.revoke_invitation,
        name="revoke_invitation",
    ),
    path("review/administrators/", administrators.administrators, name="administrators"),
    path(
        "review/administrators/<int:pk>/second-step/",
        administrators.reset_administrators_step,
        name="administrators_step",
    ),
    path("work/city/<slug:slug>/facts/", city.facts, name="facts"),
    path("work/city/<slug:slug>/facts/<int:pk>/", city.decide_fact, name="decide_fact"),
    path("work/city/<slug:slug>/journal/", city.journal, name="journal"),
    path("work/city/<slug:slug>/settings/", city.switches, name="city_settings"),
    path("join/", joining.join, name="join"),
    path("join/papers/<slug:name>.docx", joining.join_paper, name="join_paper"),
    path("join/start/", applying.start, name="join_start"),
    *(
        path(f"join/apply/<str:token>/{address}", view, name=name)
        for address, view, name in (
            ("", applying.apply, "apply"),
            ("check/", applying.apply_check, "apply_check"),
            ("print-letter/", papers.apply_letter, "apply_letter"),
            ("letter.docx", papers.apply_letter_word, "apply_letter_word"),
            ("print/", papers.apply_print, "apply_print"),
            ("application.docx", papers.apply_word, "apply_word"),
            ("withdraw/", applying.apply_withdraw, "apply_withdraw"),
            ("extend/", companions.apply_extend, "apply_extend"),
            ("companion/", companions.apply_companion, "apply_companion"),
            ("companion/end/", companions.apply_companion_end, "apply_companion_end"),
            ("listing/", companions.apply_listing, "apply_listing"),
            ("papers/", papers.apply_papers, "apply_papers"),
            ("papers/<int:pk>/remove/", papers.apply_paper_remove, "apply_paper_remove"),
            ("files/<int:pk>/", papers.apply_file, "apply_file"),
            ("revisions/<int:number>/", revisions.apply_revision, "apply_revision"),
            ("questions/<int:pk>/", questions.apply_question, "apply_question"),
            ("take-back/", questions.apply_take_back, "apply_take_back"),
            ("<slug:key>/", applying.apply_task, "apply_task"),
        )
    ),
    path("review/applications/", applications.applications, name="applications"),
    path(
        "review/applications.<slug:form>",
        applications.applications_export,
        name="applications_export",
    ),
    path("review/applications/<int:pk>/", applications.application, name="application"),
    path(
        "review/applications/<int:pk>/revisions/<int:number>/",
        revisions.application_revision,
        name="application_revision",
    ),
    path(
        "review/applications/<int:pk>/<slug:deed>/",
        applications.application_deed,
        name="application_deed",
    ),
    path("review/questions/<int:pk>/close/", questions.close_question, name="close_question"),
    path("documents/", register.documents_register, name="documents_register"),
    path("documents/check/", register.check_document, name="check_document"),
    path("documents/register/<int:pk>/", register.document, name="document"),
    path("documents/register/<int:pk>/scan/", register.document_scan, name="document_scan"),
    path("about/declaration/", register.declaration, name="declaration"),
    path("review/documents/", register.review_documents, name="review_documents"),
    path("review/documents/new/", register.new_document, name="new_document"),
    path("review/documents/unsent/", register.unsent_copies, name="unsent_copies"),
    path("review/documents/<int:pk>/", register.review_document, name="review_document"),
    path("review/documents/<int:pk>/<slug:deed>/", register.document_deed, name="document_deed"),
    path("review/copies/<int:pk>/receipt/", applications.receipt, name="receipt"),
]
