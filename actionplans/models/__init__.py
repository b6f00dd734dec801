"""Plans of cities, what each city contributes, how it goes, and how all that was adopted."""

from actionplans.models.contributions import BudgetLine, Contribution, Milestone
from actionplans.models.drafts import Edition, MeasureDraft
from actionplans.models.evidence import Evidence, MeasureWord
from actionplans.models.figures import CityFigures, OperationalRate
from actionplans.models.frozen import FrozenReport
from actionplans.models.imports import PlanImport
from actionplans.models.indicators import Indicator, Reading
from actionplans.models.joint import Agreement, Coordination, PartDraft, Participation
from actionplans.models.measures import Executor, Measure, MeasureTerm
from actionplans.models.plans import ActionPlan, Direction, Goal
from actionplans.models.progress import CityLetter, ProgressUpdate, Spending
from actionplans.models.project import (
    Project,
    ProjectActual,
    ProjectCount,
    ProjectEvidence,
    ProjectIndicator,
    ProjectOutput,
    ProjectTarget,
    ProjectText,
)
from actionplans.models.proposals import CityProposal
from actionplans.models.remarks import Correction, Recusal, Remark, ReviewNote
from actionplans.models.reminding import Digest, ReminderChoice, SentReminder
from actionplans.models.rounds import CityReport, ReportingRound
from actionplans.models.telling import MeasureWatch, StepDone, UpdateFile
from actionplans.models.translations import (
    DirectionTranslation,
    GoalTranslation,
    MeasureTranslation,
    PlanTranslation,
    UpdateTranslation,
)
from actionplans.models.undp_words import UndpTranslation

__all__ = [
    "ActionPlan",
    "Agreement",
    "BudgetLine",
    "CityFigures",
    "CityLetter",
    "CityProposal",
    "CityReport",
    "Contribution",
    "Coordination",
    "Correction",
    "Digest",
    "Direction",
    "DirectionTranslation",
    "Edition",
    "Evidence",
    "Executor",
    "FrozenReport",
    "Goal",
    "GoalTranslation",
    "Indicator",
    "Measure",
    "MeasureDraft",
    "MeasureTerm",
    "MeasureTranslation",
    "MeasureWatch",
    "MeasureWord",
    "Milestone",
    "OperationalRate",
    "PartDraft",
    "Participation",
    "PlanImport",
    "PlanTranslation",
    "ProgressUpdate",
    "Project",
    "ProjectActual",
    "ProjectCount",
    "ProjectEvidence",
    "ProjectIndicator",
    "ProjectOutput",
    "ProjectTarget",
    "ProjectText",
    "Reading",
    "Recusal",
    "Remark",
    "ReminderChoice",
    "ReportingRound",
    "ReviewNote",
    "SentReminder",
    "Spending",
    "StepDone",
    "UndpTranslation",
    "UpdateFile",
    "UpdateTranslation",
]
