"""Tables of the plans room. Every row is a family's: see the fence in the migrations."""

from eenplan.plans.models.announcing import ComingTold
from eenplan.plans.models.coming_back import GoalLasted, StillWanted, TakenAlong
from eenplan.plans.models.contributions import Contribution, Response, Tick
from eenplan.plans.models.drafts import Draft
from eenplan.plans.models.handovers import AreaHandover
from eenplan.plans.models.helpers import ActionLink, StepReply
from eenplan.plans.models.items import Action, DomainMark, Goal, Help, PlanItem, TeamMember
from eenplan.plans.models.messages import Message
from eenplan.plans.models.notices import HearsHow, Notice
from eenplan.plans.models.parts import Aftercare, Part, ReviewPerson, ReviewScore
from eenplan.plans.models.places import PlaceRequest
from eenplan.plans.models.plan import Plan, Section
from eenplan.plans.models.round_tables import RoundTable, Seat, SeatAnswer, TableDecision, TablePoint
from eenplan.plans.models.sessions import Session, SessionSeries, SessionTheme
from eenplan.plans.models.trajectories import Closure, CoachAssignment, Trajectory
from eenplan.plans.models.versions import Agreement, Participation, PlanVersion, VersionItem
from eenplan.plans.models.waits import Bridge, Wait, WaitCheck, WaitFact

__all__ = [
    "Action",
    "ActionLink",
    "Aftercare",
    "Agreement",
    "AreaHandover",
    "Bridge",
    "Closure",
    "CoachAssignment",
    "ComingTold",
    "Contribution",
    "DomainMark",
    "Draft",
    "Goal",
    "GoalLasted",
    "HearsHow",
    "Help",
    "Message",
    "Notice",
    "Part",
    "Participation",
    "PlaceRequest",
    "Plan",
    "PlanItem",
    "PlanVersion",
    "Response",
    "ReviewPerson",
    "ReviewScore",
    "RoundTable",
    "Seat",
    "SeatAnswer",
    "Section",
    "Session",
    "SessionSeries",
    "SessionTheme",
    "StepReply",
    "StillWanted",
    "TableDecision",
    "TablePoint",
    "TakenAlong",
    "TeamMember",
    "Tick",
    "Trajectory",
    "VersionItem",
    "Wait",
    "WaitCheck",
    "WaitFact",
]
