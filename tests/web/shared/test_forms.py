"""Dates as people write them, plain words when something is wrong, and 'Weet ik niet'."""

from datetime import date, time

import pytest
from django import forms
from django.forms import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.errors import RuleBroken
from eenplan.web.shared.forms import (
    UNKNOWN,
    ChoiceField,
    DateField,
    DateParts,
    Form,
    TextField,
    TimeField,
    YesNoField,
)


class QuestionForm(Form):
    name = forms.CharField(label="Je naam", max_length=10)
    email = forms.EmailField(label="E-mail", required=False)
    born = DateField(label="Geboren op", unknown=True)
    knows = YesNoField(label="Weet het gezin het?", unknown=True)
    agreed = forms.BooleanField(label="We mogen bellen.")
    words = TextField(
        label="Woorden", required=False, error_messages={"max_length": "Maak het korter."}, max_length=5
    )


GOOD = {
    "name": "Kaat",
    "born_day": "3",
    "born_month": "5",
    "born_year": "2019",
    "knows": "yes",
    "agreed": "on",
}


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2050, 12, 31)))
def test_every_day_is_understood_however_it_is_typed(day: date) -> None:
    field = DateField()
    months = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ]
    word = months[day.month - 1]
    for typed in (
        DateParts(str(day.day), str(day.month), str(day.year)),
        DateParts(f"{day.day:02}", word.upper(), str(day.year)),
        DateParts(f"{day.day}/{day.month}/{day.year}"),
        DateParts(f"{day.day:02}-{day.month:02}-{day.year}"),
        DateParts(f"{day.day}.{day.month}.{day.year}"),
        DateParts(f"{day.day} {word} {day.year}"),
        DateParts(f"vrijdag {day.day} {word[:3] if word != 'maart' else 'mrt'}. {day.year}"),
        DateParts(f"{day:%d%m%Y}"),
        DateParts(day.isoformat()),
    ):
        assert field.clean(typed) == day, typed


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (DateParts("", "5", "2019"), "day"),
        (DateParts("3", "", "2019"), "month"),
        (DateParts("3", "5", ""), "year"),
        (DateParts("3", "5", "19"), "year"),
        (DateParts("3", "13", "2019"), "month"),
        (DateParts("3", "mij", "2019"), "month"),
        (DateParts("x", "5", "2019"), "day"),
        (DateParts("31", "2", "2019"), "impossible"),
        (DateParts("29/2/2023"), "impossible"),
        (DateParts("binnenkort"), "unclear"),
        (DateParts(), "required"),
        (None, "required"),
    ],
)
def test_a_date_that_is_wrong_says_which_part(typed: DateParts | None, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DateField().clean(typed)
    assert caught.value.code == code
    assert "ongeldig" not in str(caught.value.messages).lower()


@given(st.text(max_size=12), st.text(max_size=8), st.text(max_size=8))
def test_nothing_typed_in_a_date_breaks_it(day: str, month: str, year: str) -> None:
    try:
        found = DateField(required=False).clean(DateParts(day, month, year))
    except ValidationError:
        return
    assert found is None or isinstance(found, date)


def test_a_date_keeps_within_its_limits() -> None:
    field = DateField(earliest=date(2026, 1, 1), latest=lambda: date(2026, 12, 31))
    assert field.clean(DateParts("31", "12", "2026")) == date(2026, 12, 31)
    with pytest.raises(ValidationError, match="1/1/2026"):
        field.clean(DateParts("31", "12", "2025"))
    with pytest.raises(ValidationError, match="31/12/2026"):
        field.clean(DateParts("1", "1", "2027"))


@pytest.mark.parametrize("year", ["9999", "2206", "1826", "0026"])
def test_a_year_that_nobody_means_is_refused_also_without_limits(year: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DateField().clean(DateParts("3", "5", year))
    assert caught.value.code in ("earliest", "latest")


def test_what_is_asked_later_on_also_speaks_plainly() -> None:
    form = QuestionForm({**GOOD, "name": "Kaat\x00", "more": "zot", "long": "x" * 31})
    form.fields["more"] = ChoiceField(choices=[("a", "A")])
    form.fields["long"] = forms.CharField(max_length=30)
    assert form.errors["more"] == ["Kies een van de antwoorden die er staan."]
    assert form.errors["long"] == ["Dit is te lang: hoogstens 30 tekens. Nu zijn het er 31."]
    assert form.errors["name"] == ["Hier staat een teken dat we niet kunnen bewaren. Typ het opnieuw."]


def test_not_known_is_an_answer_but_not_beside_a_date() -> None:
    field = DateField(unknown=True)
    assert field.clean(DateParts(unknown=True)) is None
    with pytest.raises(ValidationError) as caught:
        field.clean(DateParts("3", "5", "2019", unknown=True))
    assert caught.value.code == "both"
    with pytest.raises(ValidationError):
        DateField().clean(DateParts(unknown=True))


def test_a_form_reads_the_parts_and_also_a_whole_date_under_its_own_name() -> None:
    assert QuestionForm(GOOD).is_valid()
    whole = {key: value for key, value in GOOD.items() if not key.startswith("born")} | {"born": "2019-05-03"}
    form = QuestionForm(whole)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(2019, 5, 3)


def test_not_known_is_the_last_answer_and_is_listed_once() -> None:
    field = ChoiceField(choices=[("unknown", "Onbekend"), ("a", "A")], unknown=True)
    assert [value for value, _label in field.choices] == ["a", UNKNOWN]
    assert field.clean(UNKNOWN) == UNKNOWN
    assert [value for value, _label in ChoiceField(choices=[("a", "A")], unknown="not_known").choices] == [
        "a",
        "not_known",
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("14u30", time(14, 30)), ("14:30", time(14, 30)), ("14.30", time(14, 30)), ("9u", time(9)), ("9 uur", time(9)),
     ("9", time(9)), ("0830", time(8, 30)), ("8 u 05", time(8, 5)), ("14h30", time(14, 30))],
)  # fmt: skip
def test_an_hour_is_understood_however_it_is_typed(typed: str, expected: time) -> None:
    assert TimeField().clean(typed) == expected


@pytest.mark.parametrize("typed", ["straks", "25u", "14.75", "9.3"])
def test_an_hour_that_is_none_says_how_to_write_it(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"14\.30"):
        TimeField().clean(typed)


def test_what_is_missing_is_named_in_plain_words() -> None:
    form = QuestionForm({"email": "kaat@", "words": "veel te lang"})
    assert not form.is_valid()
    assert form.errors["name"] == ["Vul nog in: “Je naam”"]
    assert form.errors["knows"] == ["Kies nog een antwoord bij “Weet het gezin het?”"]
    assert form.errors["agreed"] == ["Vink dit nog aan: “We mogen bellen”"]
    assert "naam@voorbeeld.be" in form.errors["email"][0]
    assert form.errors["words"] == ["Maak het korter."]


def test_too_long_says_how_long_it_may_be() -> None:
    form = QuestionForm(GOOD | {"name": "Anna-Kaatje-Maria"})
    assert "hoogstens 10 tekens" in form.errors["name"][0]


def test_a_browser_cuts_nothing_off_what_is_pasted() -> None:
    form = QuestionForm(GOOD | {"name": "Anna-Kaatje-Maria"})
    form.ask("street", forms.CharField(max_length=5))
    shown = str(form["name"]) + str(form["words"]) + str(form["street"])
    assert "maxlength" not in shown
    assert "Anna-Kaatje-Maria" in shown


def test_one_form_does_not_change_the_words_of_another() -> None:
    QuestionForm({})

    class Other(Form):
        name = forms.CharField(label="Straat")

    assert Other({}).errors["name"] == ["Vul nog in: “Straat”"]


def test_a_refusal_stands_beside_its_field_or_at_the_top() -> None:
    form = QuestionForm(GOOD)
    form.refuse(RuleBroken("too-young", "Vraag eerst een ouder.", field="born"))
    form.refuse(RuleBroken("closed", "Dit traject is al afgesloten.", field="elsewhere"))
    assert form.errors["born"] == ["Vraag eerst een ouder."]
    assert form.non_field_errors() == ["Dit traject is al afgesloten."]


def test_an_unchanged_date_counts_as_unchanged() -> None:
    form = QuestionForm(GOOD, initial={"born": date(2019, 5, 3)})
    assert "born" not in form.changed_data
    assert "born" in QuestionForm(GOOD, initial={"born": date(2019, 5, 4)}).changed_data
