"""A reader's picture of a thread, made of nothing but the events it was sent."""

from django.test import Client

from coalition.models import User
from workinggroups.events import post_data


class Copy:
    """Pulls events over the API and applies them as thread.js does."""

    def __init__(self, who):
        self.who, self.browser = who, Client()
        self.browser.force_login(User.objects.get(email=f"{who}@demo.invalid"))
        self.begin_anew()

    def begin_anew(self):
        self.pos, self.posts, self.closed, self.called, self.kinds = 0, {}, False, None, []

    def pull(self, thread, limit=200):
        """One answer of the API, applied; the status it came with."""
        answer = self.browser.get(
            f"/api/v1/threads/{thread}/events", {"after": self.pos, "limit": limit}
        )
        if answer.status_code == 200:
            for event in answer.json()["events"]:
                assert event["seq"] == self.pos + 1  # I3: without a gap or a repeat
                self.apply(event)
        return answer.status_code

    def apply(self, event):
        self.pos = event["seq"]
        self.kinds.append(event["kind"])
        if "post" in event:
            self.posts[event["post"]["number"]] = event["post"]
        if "quote" in event:
            self.quote_anew(event["post"]["number"], event["quote"])
        self.called = event.get("called", self.called)
        self.closed = {"thread.close": True, "thread.reopen": False}.get(event["kind"], self.closed)

    def quote_anew(self, number, quote):
        """Posts that quote another one of this thread quote it as it is now, where it is now."""
        for post in self.posts.values():
            quoted = post.pop("reply_to", None)
            if quoted and quoted["number"] == number and "thread" not in quoted:
                quoted = quote
            if quoted:
                post["reply_to"] = quoted

    def check(self, thread):
        """What the events made of it is what a fresh look shows."""
        assert self.pos == thread.head
        assert self.closed == (not thread.is_open)
        assert self.called in (None, {"title": thread.title, "purpose": thread.purpose})
        shown = {post.number: post_data(post) for post in thread.posts.to_show().with_files()}
        assert self.posts == shown
