"""What can be done about the rights of persons."""

from eenplan.rights.actions.looking import answer_look, ask_look, remark_on, set_breadth
from eenplan.rights.actions.requests import ask, ask_copy, decide

__all__ = ["answer_look", "ask", "ask_copy", "ask_look", "decide", "remark_on", "set_breadth"]
