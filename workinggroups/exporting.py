"""A thread as it leaves the platform: all its posts in order, with a fingerprint of them.

The fingerprint is the SHA-256 of the content as JSON with sorted keys, no spaces and letters as
they are (UTF-8), so that anybody can count it again from the file.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _

from cities.models import City
from workinggroups.events import person, stamp
from workinggroups.models import Post, Thread


def content_of(thread: Thread) -> dict[str, Any]:
    """Everything the thread's readers see; a withdrawn post is a stub with who, when and why."""
    posts = Post.objects.filter(thread=thread).to_show().with_files().select_related("redacted_by")
    return {
        "thread": thread.pk,
        "group": thread.group.slug,
        "title": thread.title,
        "purpose": thread.purpose,
        "lang": thread.lang,
        "opened_at": stamp(thread.opened_at),
        "closed_at": stamp(thread.closed_at) if thread.closed_at else None,
        "concluded": thread.closing_words,
        "events": thread.head,
        "posts": [said_in(post) for post in posts.order_by("number")],
    }


def said_in(post: Post) -> dict[str, Any]:
    """One post, or the stub that is left of it."""
    data: dict[str, Any] = {
        "number": post.number,
        "author": person(post.author)["name"],
        "post": person(post.author)["post"],
        "city": _named(post.city) if post.city else None,
        "at": stamp(post.created_at),
    }
    if post.redacted_at:
        return data | {
            "withdrawn_at": stamp(post.redacted_at),
            "withdrawn_by": person(post.redacted_by)["name"],
            "why": post.redacted_why,
        }
    if post.moved_to:
        moved = {"thread": post.moved_to.thread_id, "number": post.moved_to.number}
        return data | {"moved_to": moved}
    files = [
        {"name": file.attachment.name, "size": file.attachment.size,
         "sha256": file.attachment.sha256}
        for file in post.files.all()
    ]  # fmt: skip
    return data | {
        "corrected_at": stamp(post.edited_at) if post.edited_at else None,
        "reply_to": post.answers_here,
        "lang": post.lang,
        "text": post.body,
        "files": files,
    }


def _named(city: City) -> dict[str, str]:
    """A city, the same whatever the language of the reader, so that the fingerprint is too."""
    return {"key": city.slug, "name": city.names.get("ru", city.slug)}


def canonical(content: dict[str, Any]) -> bytes:
    """The content in the one spelling that is counted."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def whole_file(content: dict[str, Any]) -> bytes:
    """The file: the content after its fingerprint and a word on how that is counted."""
    how = _(
        "SHA-256 of `content` as JSON with sorted keys, without spaces, in UTF-8, letters as they "
        "are."
    )
    said = {"sha256": fingerprint(canonical(content)), "how": how, "content": content}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
