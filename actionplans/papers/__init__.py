"""What a city's officials sign about their plan: the plan, the report, the letter, the sheet."""

from actionplans.papers.letters import agreement_paper, letter_paper
from actionplans.papers.plans import Source, plan_paper, plan_sheet, progress_paper, progress_sheet

__all__ = [
    "Source",
    "agreement_paper",
    "letter_paper",
    "plan_paper",
    "plan_sheet",
    "progress_paper",
    "progress_sheet",
]
