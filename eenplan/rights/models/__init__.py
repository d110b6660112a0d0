"""The tables of the rights room."""

from eenplan.rights.models.requests import Decision, Request

__all__ = ["Decision", "Request"]
