"""What can be done about the rights of persons."""

from eenplan.rights.actions.lifting import lift, take_back
from eenplan.rights.actions.looking import answer_look, ask_look, remark_on, set_breadth
from eenplan.rights.actions.refusals import Refused, note_found, refuse_helper, withdraw_refusal
from eenplan.rights.actions.requests import ask, ask_copy, decide

__all__ = [
    "Refused",
    "answer_look",
    "ask",
    "ask_copy",
    "ask_look",
    "decide",
    "lift",
    "note_found",
    "refuse_helper",
    "remark_on",
    "set_breadth",
    "take_back",
    "withdraw_refusal",
]
