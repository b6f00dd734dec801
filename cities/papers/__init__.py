"""What a city that joins signs or keeps on paper, each described once for Word and for print."""

from cities.papers.drafts import DRAFTS, LANGUAGES, draft_paper
from cities.papers.letter import letter_paper
from cities.papers.whole import whole_paper

__all__ = ["DRAFTS", "LANGUAGES", "draft_paper", "letter_paper", "whole_paper"]
