"""Documents that officials sign: an editable Word file with the fields such papers have.

paper = Paper(title="…", lang="ru", landscape=True, example=True)
paper.stamps(agreed=Stamp(post="…"), approved=Stamp(post="…"))
paper.heading("…")
paper.table(headings, [Section("1. …"), ["1.1", "…"]], widths=(1, 4))
paper.signature("…")
content = paper.content()
"""

from coalition.documents.elements import Words
from coalition.documents.paper import Paper, Stamp
from coalition.documents.tables import Section
from coalition.documents.word import WORD

__all__ = ["WORD", "Paper", "Section", "Stamp", "Words"]
