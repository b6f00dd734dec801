"""The API put together; `urls` lays it under /api/v1/."""

from __future__ import annotations

from actionplans.api import cities, events, groups, indicators, measures, plans, updates
from actionplans.api.answers import Plain, TaggedAPI, register_refusals

api = TaggedAPI(
    title="Coalition of Sustainable Cities of Central Asia",
    version="1",
    description=(
        "Cities, adopted plans, measures, approved progress and groups are public. With a key "
        "(`Authorization: Bearer …`, made in one's settings) a person's program also reads the "
        "measures a city keeps to its own people, where the person is one of them, and with the "
        "scope `write` reports progress. Lists come in pages: `?after=` takes the `next` of the "
        "page before. Answers carry an ETag; send it back in If-None-Match. Money is in whole "
        "units of `currency`, dates are ISO 8601, codes are those of the vocabularies."
    ),
    urls_namespace="api",
    docs_url=None,
    renderer=Plain(),
    openapi_extra={
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            }
        }
    },
)
register_refusals(api)
api.add_router("", cities.router)
api.add_router("", plans.router)
api.add_router("", measures.router)
api.add_router("", updates.router)
api.add_router("", indicators.router)
api.add_router("", groups.router)
api.add_router("", events.router)
