"""What can be done about the rights of persons."""

from eenplan.rights.actions.requests import ask, ask_copy, decide

__all__ = ["ask", "ask_copy", "decide"]
