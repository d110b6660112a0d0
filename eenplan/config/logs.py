"""Log lines without anybody's data: where something went wrong and what kind of mistake it was, never with which values.

A traceback says each step and the kind of error. Its message is left out: PostgreSQL, Python and libraries quote the
values that they stumbled over. The address of a page is said by its pattern, for some addresses are keys.
"""

import logging
import traceback
from pathlib import Path

from django.http import HttpRequest
from django.urls import ResolverMatch

# What our own code logs is written to be read by anybody; a test holds it to that.
OURS = "eenplan"
_ROOT = str(Path(__file__).resolve().parents[2])


class Quiet(logging.Formatter):
    """'2026-11-22 09:00:00 ERROR django.request 500 at gezinnen/<uuid:family_id>/', and below it the steps."""

    def __init__(self, *_format: object, **_more: object) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(quiet)s")

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the steps of an error below it."""
        record.quiet = _words(record)
        line = self.formatMessage_(record)
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}\n{told(error)}" if error else line

    def formatMessage_(self, record: logging.LogRecord) -> str:
        """The line itself, with its moment."""
        record.asctime = self.formatTime(record, "%Y-%m-%d %H:%M:%S")
        return self.formatMessage(record)


def _words(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] == OURS:
        return record.getMessage()
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        return f"{getattr(record, 'status_code', '')} at {_pattern(request)}".strip()
    if record.args and isinstance(record.args, tuple):  # a message of which the values are still apart
        kept = tuple(value if isinstance(value, int | float) else "…" for value in record.args)
        try:
            return str(record.msg) % kept
        except (TypeError, ValueError):
            pass
    return f"at {_place(record.pathname)}:{record.lineno}"


def _pattern(request: HttpRequest) -> str:
    match: ResolverMatch | None = getattr(request, "resolver_match", None)
    return match.route if match else "no page of this site"


def told(error: BaseException) -> str:
    """The steps to an error and those to what caused it, each with the kind of error and no message."""
    lines: list[str] = []
    seen: set[int] = set()
    chain: BaseException | None = error
    while chain is not None and id(chain) not in seen:
        seen.add(id(chain))
        steps = [
            f"  {_place(step.filename)}:{step.lineno} in {step.name}"
            for step in traceback.extract_tb(chain.__traceback__, limit=-20)
        ]
        lines += [kind(chain), *steps]
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
        if chain is not None:
            lines.append("while handling, or because of:")
    return "\n".join(lines)


def kind(error: BaseException) -> str:
    """'django.db.utils.IntegrityError 23505 families_person_pkey': what kind of error, and of which rule of PostgreSQL."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    found = getattr(error, "diag", None) or getattr(error.__cause__, "diag", None)
    parts = (name, getattr(found, "sqlstate", None), getattr(found, "constraint_name", None))
    return " ".join(str(part) for part in parts if part)


def _place(path: str) -> str:
    """A file as seen from here; no folders of this machine."""
    inside = path.removeprefix(_ROOT + "/")
    return inside.rpartition("/site-packages/")[2] if "/site-packages/" in inside else inside
