"""The tables of the rights room."""

from eenplan.rights.models.lifting import Lifting
from eenplan.rights.models.looking import BreadthNorm, BreadthRemark, LookAnswer, LookQuestion
from eenplan.rights.models.refusals import HelperRefusal
from eenplan.rights.models.requests import Decision, Request
from eenplan.rights.models.retention import Certificate, Ending, Hold

__all__ = [
    "BreadthNorm",
    "BreadthRemark",
    "Certificate",
    "Decision",
    "Ending",
    "HelperRefusal",
    "Hold",
    "Lifting",
    "LookAnswer",
    "LookQuestion",
    "Request",
]
