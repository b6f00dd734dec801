"""What happens under each way of deciding, said plainly to whoever chooses or answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workinggroups.models import Decision

Mode = Decision.Mode

MEANINGS = {
    Mode.SENSE: _(
        "Each city says whether the idea suits it. Nothing is decided; the group sees where it "
        "stands."
    ),
    Mode.CONSENT: _(
        "The proposal is adopted if no city objects by the deadline and enough cities have spoken. "
        "An objection needs its reason; the chair looks for a wording that removes it."
    ),
    Mode.CONSENSUS: _(
        "Every city with a named voice speaks. Reservations are written down beside the text; one "
        "objection stops it. For documents and statements."
    ),
    Mode.MAJORITY: _(
        "More cities for than against. Only for dates and for choosing the chair: on matters of "
        "substance no city is outvoted."
    ),
    Mode.SILENCE: _(
        "The text is adopted if no city objects or proposes an amendment in writing before the "
        "exact deadline. One objection ends the procedure, and everybody is told at once that the "
        "text is not adopted."
    ),
}
