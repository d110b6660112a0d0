"""How a form's field is shown: from Django's bound field to what `components/field.html` needs."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from eenplan.core.languages import InDutch
from eenplan.web.shared.forms import DatePartsInput


@dataclass(frozen=True, slots=True)
class Option:
    """One radio or checkbox. `apart` puts 'of' before it (for 'Weet ik niet')."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    hint: str
    apart: bool


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of the summary: the words, and the input they are about."""

    text: str
    target: str


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, DatePartsInput):
        return "date"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "input"


def _first_id(bound: BoundField) -> str:
    """The id of the input that an error leads to."""
    widget, auto_id = bound.field.widget, str(bound.auto_id)
    if isinstance(widget, DatePartsInput):
        codes = _codes(bound)
        return next((f"{auto_id}_{part}" for part in DatePartsInput.PARTS if part in codes), f"{auto_id}_day")
    if isinstance(widget, forms.RadioSelect):  # and CheckboxSelectMultiple, which is one
        return f"{auto_id}_0"
    return str(widget.attrs.get("id") or auto_id)


def _codes(bound: BoundField) -> set[str]:
    found = bound.form.errors.as_data().get(bound.name, [])
    return {str(error.code) for error in found}


def _options(bound: BoundField) -> list[Option]:
    hints = getattr(bound.field, "option_hints", {})
    apart = getattr(bound.field, "unknown", "")
    options = []
    for choice in bound.subwidgets:
        data = choice.data
        value = str(data["value"])
        options.append(
            Option(
                id=str(data["attrs"]["id"]),
                name=str(data["name"]),
                value=value,
                label=data["label"] if isinstance(data["label"], InDutch) else str(data["label"]),
                checked=bool(data["selected"]),
                hint=str(hints.get(value, "")),
                apart=bool(apart) and value == apart,
            )
        )
    return options


def describe_field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """The context of `components/field.html`; see the tag `field` for the options."""
    if not isinstance(bound, BoundField):
        raise TypeError(f"{{% field %}} needs a field of a form, not {bound!r}: is its name right?")
    kind = _kind(bound.field.widget)
    auto_id = str(bound.auto_id)
    errors = list(bound.errors)
    hint = str(bound.help_text)
    width, big = str(options.pop("width", "")), bool(options.pop("big", False))
    prefix, suffix = str(options.pop("prefix", "")), str(options.pop("suffix", ""))
    described = " ".join(
        part for part in (f"{auto_id}_helptext" if hint else "", f"{auto_id}_error" if errors else "") if part
    )
    context: dict[str, Any] = {
        "kind": kind,
        "id": auto_id,
        "label_for": _first_id(bound),
        "label": str(bound.label),
        "optional": bool(options.pop("optional", True)) and not bound.field.required and kind != "checkbox",
        "hint": hint,
        "errors": errors,
        "described": described,
        "big": big,
        "prefix": prefix,
        "suffix": suffix,
        "options": [],
        "parts": [],
        "unknown": None,
        "input": SafeString(""),
        "hidden": bound.is_hidden,
    }
    if kind in ("radios", "checkboxes"):
        context["options"] = _options(bound)
    elif kind == "date":
        widget = bound.field.widget
        assert isinstance(widget, DatePartsInput)  # noqa: S101 (tells the type; `_kind` has just asked)
        context["parts"], context["unknown"] = widget.describe(
            bound.html_name, bound.value(), auto_id, _codes(bound) if errors else None
        )
    else:
        # A placeholder goes away while one types, and the browser's own messages cannot be read by everyone.
        bound.form.use_required_attribute = False
        attrs = {"placeholder": False} | {name.replace("_", "-"): value for name, value in options.items()}
        if described:
            attrs["aria-describedby"] = described
        if kind == "input" and not bound.is_hidden:
            attrs["class"] = f"input w{width}" if width else "input"
        if bound.field.required and kind == "input":
            attrs.setdefault("aria-required", "true")
        context["input"] = bound.as_widget(attrs=attrs)
    return context


def describe_errors(*forms_: BaseForm) -> list[ErrorLink]:
    """All errors of these forms, in the order of their fields; those of a whole form last, without a link."""
    links: list[ErrorLink] = []
    for form in forms_:
        if not form.is_bound:
            continue
        for bound in form:
            links += [ErrorLink(str(text), _first_id(bound)) for text in bound.errors]
        links += [ErrorLink(str(text), "") for text in form.non_field_errors()]
    return links
