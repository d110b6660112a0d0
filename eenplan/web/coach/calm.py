"""Two people with the same piece open: what each typed is put together, and where that cannot be, they choose.

A form carries, signed, what it showed when it was opened. When it comes back, that is compared with what
stands there now (the form's `initial`) and with what was typed (its data). Nothing is overwritten unread.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from eenplan.core.errors import RuleBroken
from eenplan.plans.rules import Clash, Fields, merge_fields
from eenplan.web.coach.forms.parts import CalmForm
from eenplan.web.shared.forms import DatePartsInput

_SALT = "eenplan.calm"
UNSEEN = ("base", "revision")
CHOICE = "choice-"


@dataclass(frozen=True, slots=True)
class Read:
    """What a form showed when it was opened, and about which fields somebody was asked to choose."""

    base: dict[str, Any]
    asked: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of putting together: fields still to choose, and labels of those taken over by themselves."""

    clashes: Mapping[str, Clash]
    taken_over: tuple[str, ...]


def show_base(form: CalmForm, clashes: Mapping[str, Clash] | None = None) -> None:
    """Let the form carry what stands there now, and what its reader is asked to choose between."""
    asked = {
        name: {"base": one.base, "theirs": one.theirs, "mine": one.mine, "both": one.both}
        for name, one in (clashes or {}).items()
    }
    token = signing.dumps({"base": _standing(form), "asked": asked}, salt=_SALT, compress=True)
    if form.is_bound:
        set_typed(form, {"base": token, "revision": str(form.initial.get("revision", ""))})
    else:
        form.initial["base"] = token


def asked(form: CalmForm) -> dict[str, Clash]:
    """What the reader of this form was asked to choose between."""
    return {
        name: Clash(_value(one["base"]), _value(one["theirs"]), _value(one["mine"]), one["both"])
        for name, one in _read(form).asked.items()
        if name in form.fields
    }


def choose(form: CalmForm) -> dict[str, str]:
    """Put what was chosen in the form, before it is checked. Gives the own texts that were not chosen, by field.

    Who did not choose yet is asked again: see `settle`.
    """
    asked = _read(form).asked
    chosen: dict[str, Any] = {}
    aside = {}
    for name, options in asked.items():
        wanted = str(form.data.get(CHOICE + name, ""))
        if wanted in ("theirs", "mine", "both") and options[wanted] is not None:
            chosen[name] = options[wanted]
        elif wanted != "anew":
            chosen[name] = options["mine"]
        if wanted in ("theirs", "anew") and name in texts_of(form):
            aside[name] = str(options["mine"])
    if chosen:
        set_typed(form, chosen)
    return aside


def settle(form: CalmForm, *, is_new: bool) -> Settled:
    """Put what was typed together with what was saved meanwhile; the form then holds the result.

    `is_new`: nothing of it stands in the plan yet. Call with a valid form.
    """
    read, theirs, mine = _read(form), _standing(form), _typed(form)
    base = read.base
    told = "revision" in form.data and "revision" in form.initial
    if not base and (_is_current(form) or (is_new and not told)):
        base = theirs
    open_ = [name for name in read.asked if not form.data.get(CHOICE + name)]
    base = base | {name: _value(read.asked[name]["base"]) for name in open_}
    merged = merge_fields(base, theirs, mine, texts_of(form))
    changed = {name: merged.values[name] for name in merged.taken_over}
    set_typed(
        form,
        {**changed, **({"revision": str(form.initial["revision"])} if "revision" in form.initial else {})},
    )
    form.full_clean()
    for name in open_:
        if name in merged.clashes:
            form.add_error(name, _("Kies nog wat er moet staan."))
    labels = tuple(str(form.fields[name].label) for name in form.fields if name in merged.taken_over)
    return Settled(merged.clashes, labels)


def texts_of(form: forms.BaseForm) -> frozenset[str]:
    """The fields in which people write sentences."""
    return frozenset(name for name, field in form.fields.items() if isinstance(field.widget, forms.Textarea))


def set_typed(form: forms.BaseForm, values: Mapping[str, Any]) -> None:
    """Change what was typed in some fields of a form that came back."""
    data = cast(QueryDict, form.data).copy()
    for name, value in values.items():
        field = form.fields.get(name)
        if field is None:
            continue
        if isinstance(field.widget, DatePartsInput):
            day = date.fromisoformat(value) if value else None
            data.pop(name, None)
            for part in DatePartsInput.PARTS:
                data[f"{name}_{part}"] = str(getattr(day, part)) if day else ""
        elif isinstance(field, forms.BooleanField) and not value:
            data.pop(name, None)
        elif isinstance(value, list | tuple):
            data.setlist(name, [str(one) for one in value])
        else:
            data[name] = str(value)
    form.data = data


def refuse(form: forms.BaseForm, error: RuleBroken) -> None:
    """Say why something was refused beside the field it is about, under the name which the form gives it."""
    names = {"speaker_id": "speaker"}
    field = names.get(error.field or "", error.field)
    form.refuse(RuleBroken(error.code, error.message, field=field))  # type: ignore[attr-defined]  # our own Form


def _read(form: forms.BaseForm) -> Read:
    try:
        found = signing.loads(str(form.data.get("base", "")), salt=_SALT)
    except signing.BadSignature:
        return Read({}, {})
    return Read({name: _value(value) for name, value in found["base"].items()}, found["asked"])


def _is_current(form: forms.BaseForm) -> bool:
    return str(form.data.get("revision", "")) == str(form.initial.get("revision"))


def _standing(form: forms.BaseForm) -> dict[str, Any]:
    return {
        name: _value(form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
        if name not in UNSEEN
    }


def _typed(form: forms.BaseForm) -> Fields:
    return {name: _value(form.cleaned_data.get(name)) for name in form.fields if name not in UNSEEN}


def _value(value: Any) -> str | tuple[str, ...]:
    """A value as it is compared: a text, or several in a fixed order."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(sorted(str(one) for one in value))
    if isinstance(value, time):
        return value.strftime("%H.%M")
    return value.isoformat() if isinstance(value, date) else str(value)
