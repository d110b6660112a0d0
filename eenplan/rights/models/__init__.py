"""The tables of the rights room."""

from eenplan.rights.models.requests import Decision, Request
from eenplan.rights.models.retention import Certificate, Ending, Hold

__all__ = ["Certificate", "Decision", "Ending", "Hold", "Request"]
