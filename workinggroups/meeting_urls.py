from django.urls import path

from workinggroups.views import (
    agenda,
    calendars,
    choosing,
    events,
    invitations,
    meetings,
    minutes,
    occasions,
)

PUBLIC = {"events", "public_meeting"}

MEETING = "work/meetings/<int:pk>/"
CITY = f"{MEETING}invitations/<slug:slug>/"

urlpatterns = [
    path("events/", events.events, name="events"),
    path("groups/<slug:slug>/meetings/<int:pk>/", events.public_meeting, name="public_meeting"),
    path("work/groups/<slug:slug>/meetings/new/", meetings.new_meeting, name="new_meeting"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}edit/", meetings.edit_meeting, name="edit_meeting"),
    path(f"{MEETING}off/", meetings.call_off, name="call_off_meeting"),
    path(f"{MEETING}held/", meetings.held, name="meeting_held"),
    path(f"{MEETING}times/", choosing.times, name="meeting_times"),
    path(f"{MEETING}times/propose/", choosing.propose_times, name="propose_times"),
    path(f"{MEETING}times/<int:time>/", choosing.choose_time, name="choose_time"),
    path(f"{MEETING}agenda/", agenda.agenda, name="agenda"),
    path(f"{MEETING}agenda/<int:item>/", agenda.agenda_item, name="agenda_item"),
    path(CITY, invitations.invitation, name="invitation_of_city"),
    path(f"{CITY}number/", invitations.invitation_number, name="invitation_number"),
    path(f"{CITY}letter/<slug:kind>/", invitations.invitation_letter, name="invitation_letter"),
    path(f"{MEETING}attendance/", invitations.attendance, name="attendance"),
    path(f"{MEETING}attendance/<int:person>/", invitations.strike, name="strike_attendance"),
    path(f"{MEETING}minutes/", minutes.minutes, name="minutes"),
    path(f"{MEETING}minutes/draft/", minutes.draft_minutes, name="draft_minutes"),
    path(f"{MEETING}minutes/edit/", minutes.edit_minutes, name="edit_minutes"),
    path(f"{MEETING}minutes/circulate/", minutes.circulate_minutes, name="circulate_minutes"),
    path(f"{MEETING}minutes/object/", minutes.object_to_minutes, name="object_to_minutes"),
    path(f"{MEETING}minutes/approve/", minutes.approve_minutes, name="approve_minutes"),
    path(f"{MEETING}minutes/release/", minutes.release_minutes, name="release_minutes"),
    path(f"{MEETING}minutes/<slug:kind>/", minutes.minutes_file, name="minutes_file"),
    path(f"{MEETING}calendar.ics", calendars.meeting_file, name="meeting_calendar"),
    path("work/events/", occasions.occasions, name="occasions"),
    path("work/events/new/", occasions.new_occasion, name="new_occasion"),
    path("work/events/<int:pk>/", occasions.occasion, name="occasion"),
    path("work/events/<int:pk>/off/", occasions.occasion_off, name="occasion_off"),
    path("work/calendars/", calendars.calendars, name="calendars"),
    path("calendars/<str:token>.ics", calendars.feed, name="calendar_feed"),
]
