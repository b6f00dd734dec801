"""What Channels' own tutorial would build: a consumer in a group, one `group_send` per post.

`python -m benchmarks.stock PORT`: POST anything, and every open socket of the same query string
receives it.
"""

from __future__ import annotations

import sys

import django
from django.conf import settings

settings.configure(
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
    SECRET_KEY="of a benchmark only",
)
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.layers import get_channel_layer  # noqa: E402

from benchmarks.listening import body_of, listen, reply  # noqa: E402


def room_of(scope) -> str:
    """Which thread a request or socket is about."""
    return f"thread{scope['query_string'].decode()}"


class Reader(AsyncWebsocketConsumer):
    """One socket in the group."""

    async def connect(self) -> None:
        self.room = room_of(self.scope)
        await self.channel_layer.group_add(self.room, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.room, self.channel_name)

    async def post(self, event: dict) -> None:
        await self.send(text_data=event["text"])


sockets = Reader.as_asgi()


async def application(scope, receive, send):
    """One request or socket."""
    if scope["type"] == "websocket":
        await sockets(scope, receive, send)
        return
    text = (await body_of(receive)).decode()
    if text:
        await get_channel_layer().group_send(room_of(scope), {"type": "post", "text": text})
    await reply(send, 201 if text else 200)


if __name__ == "__main__":
    listen(application, int(sys.argv[1]))
