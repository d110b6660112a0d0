"""The ways in which an act can be refused, each with words for the person who tried."""

from django.utils.functional import Promise


class RuleBroken(Exception):
    """An act that the rules do not allow.

    `code` is stable and for programs; `message` is for people and says how to mend it;
    `field` names the form field it belongs to, if one does.
    """

    def __init__(self, code: str, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field


class NotFound(Exception):
    """What was asked for does not exist, or not for this actor: the two look the same."""


class TooMany(RuleBroken):
    """Something was tried too often from one place; `again_in_s` seconds later it may be tried again."""

    def __init__(self, message: str | Promise, *, again_in_s: int) -> None:
        super().__init__("core:too-many", message)
        self.again_in_s = again_in_s


class DirectWrite(RuntimeError):
    """A protected row was written outside an action: a mistake of the programmer, never of a person."""
