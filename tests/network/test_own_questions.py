"""What makes a question of a partnership's own: whole, few, dated, and unchanged afterwards (rule 47)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.translation import override

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.actions import end_words, is_own, new_question_code, take_back_words
from eenplan.network.actions.questions import must_be_own, tidy
from eenplan.network.enums import AskedOf, FormPlace, QuestionKind, Wording
from eenplan.network.models import FormQuestion
from eenplan.network.queries import form_questions
from tests.cast import Team, make_team
from tests.factories.questions import CHOICE, add_question
from tests.once import once

pytestmark = pytest.mark.rule(47)

TODAY = date(2026, 3, 2)
TOMORROW, LATER = TODAY + timedelta(days=1), TODAY + timedelta(days=30)
WHOLE: dict[str, Any] = {"kind": "text", "asked_of": "all", "place": "end"}


MADE_AT = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def team() -> Team:
    return make_team("9901")


def refused(code: str) -> Any:
    return pytest.raises(RuleBroken, check=lambda error: error.code == code)


def asked(team: Team, on: date) -> list[str]:
    found = form_questions(team.acting(Role.COACH), partnership_id=team.partnership.id, on=on)
    return [one.label for one in found.values() if is_own(one.code)]


@pytest.mark.parametrize(
    ("words", "code", "field"),
    [
        ({"kind": "standard"}, "network:question-kind", "kind"),
        ({"kind": "uitroep"}, "network:question-kind", "kind"),
        ({"asked_of": ""}, "network:question-asked-of", "asked_of"),
        ({"place": "boven"}, "network:question-place", "place"),
        ({"kind": "choice"}, "network:words-choices", "choices_nl"),
        ({"kind": "choice", "choices_nl": "een"}, "network:words-choices", "choices_nl"),
        ({"kind": "choice", "choices_nl": "een\nEen"}, "network:words-choices", "choices_nl"),
        (
            {"kind": "choice", "choices_nl": "\n".join(map(str, range(11)))},
            "network:words-choices",
            "choices_nl",
        ),
        ({**CHOICE, "choices_fr": "matin"}, "network:words-choices", "choices_fr"),
        ({**CHOICE, "choices_nl": "x" * 61 + "\ny"}, "network:words-long", "choices_nl"),
    ],
)
def test_what_nobody_could_answer_is_refused(words: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        must_be_own(new_question_code(), tidy(WHOLE | words))
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_whole_questions_pass() -> None:
    for words in ({}, {"kind": "yes_no", "choices_nl": "wat hier staat telt niet"}, CHOICE):
        must_be_own(new_question_code(), tidy(WHOLE | words))
    with refused("network:words-code"):
        must_be_own("zelf-bedacht", WHOLE)


def test_codes_sort_by_the_moment_of_adding(clock: Any) -> None:
    first = new_question_code()
    clock.shift(1)
    assert is_own(first)
    assert first < new_question_code()
    assert not is_own("own-")


@pytest.mark.django_db
def test_it_is_asked_from_its_day_and_read_in_another_language(team: Team) -> None:
    code = add_question(
        team, "Wanneer bellen we?", since=TOMORROW, label_fr="Quand ?", place="reach", **CHOICE
    )
    assert asked(team, TODAY) == []
    assert asked(team, TOMORROW) == ["Wanneer bellen we?"]
    assert asked(make_team("9902"), TOMORROW) == []
    with override("fr"):
        here = team.acting(Role.COACH)
        one = form_questions(here, partnership_id=team.partnership.id, on=TOMORROW)[code]
    assert (one.label, one.language, one.choices) == (
        "Quand ?",
        "fr",
        (("ochtend", "matin"), ("avond", "soir")),
    )
    assert (one.kind, one.asked_of, one.place) == (QuestionKind.CHOICE, AskedOf.ALL, FormPlace.REACH)


@pytest.mark.django_db
def test_what_lacks_a_translation_stays_dutch(team: Team) -> None:
    code = add_question(team, "Wanneer?", kind="choice", choices_nl="ochtend\navond")
    with override("fr"):
        one = form_questions(team.acting(Role.COACH), partnership_id=team.partnership.id, on=TODAY)[code]
    assert (one.label, one.language, one.choices[0]) == ("Wanneer?", "nl", ("ochtend", "ochtend"))


@pytest.mark.django_db
def test_it_is_taken_back_before_it_begins_and_ended_after(team: Team) -> None:
    coordinator = team.acting(Role.COORDINATOR)
    here = {"kind": Wording.QUESTIONS, "partnership_id": team.partnership.id}
    planned, standing = add_question(team, "Straks?", since=LATER), add_question(team, "Nu?")
    with request_transaction(coordinator):
        take_back_words(coordinator, code=planned, since=LATER, **here)
        with refused("network:words-begun"):
            take_back_words(coordinator, code=standing, since=TODAY, **here)
        end_words(coordinator, code=standing, since=TOMORROW, **here)
    assert (asked(team, TODAY), asked(team, TOMORROW), asked(team, LATER)) == (["Nu?"], [], [])
    assert FormQuestion.objects.filter(code=standing).count() == 1
    written = Entry.objects.filter(what__startswith="network:words-questions:", actor_id=coordinator.actor_id)
    assert set(written.values_list("what", flat=True)) == {
        f"network:words-questions:{what}" for what in ("changed", "taken-back", "ended")
    }


@pytest.mark.django_db
def test_five_is_enough_and_ending_one_makes_room(team: Team) -> None:
    codes = [add_question(team, f"Vraag {number}?") for number in range(5)]
    with refused("network:questions-many"):
        add_question(team, "Nog een?")
    add_question(team, "Vraag 1, maar anders?", code=codes[1], since=TOMORROW)
    coordinator = team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        end_words(
            coordinator,
            kind=Wording.QUESTIONS,
            partnership_id=team.partnership.id,
            code=codes[0],
            since=LATER,
        )
    with refused("network:questions-many"):
        add_question(team, "Te vroeg?", since=TOMORROW)
    add_question(team, "Op tijd?", since=LATER)


@pytest.mark.django_db
def test_one_for_all_is_left_out_here_and_ended_by_the_administrator(team: Team) -> None:
    code = add_question(team, "Voor iedereen?", everywhere=True)
    elsewhere = make_team("9902")
    add_question(team, "Voor iedereen?", code=code, shown=False)
    shown = [
        form_questions(one.acting(Role.COACH), partnership_id=one.partnership.id, on=TODAY)[code].shown
        for one in (team, elsewhere)
    ]
    assert shown == [False, True]
    admin = team.acting(Role.ADMIN)
    with request_transaction(admin):
        end_words(admin, kind=Wording.QUESTIONS, partnership_id=None, code=code, since=TOMORROW)
        with refused("network:words-default-stays"):
            end_words(admin, kind=Wording.PHASES, partnership_id=None, code="received", since=TOMORROW)
    assert asked(elsewhere, TOMORROW) == []


@pytest.mark.django_db
def test_a_coordinator_of_elsewhere_adds_nothing_here(team: Team) -> None:
    coordinator = make_team("9902").acting(Role.COORDINATOR)
    for partnership_id in (team.partnership.id, None):
        with request_transaction(coordinator), refused("network:words-who"):
            end_words(
                coordinator, kind=Wording.QUESTIONS, partnership_id=partnership_id, code="own-0", since=TODAY
            )


@pytest.mark.django_db
def test_one_that_was_added_never_passes_for_one_of_the_form(team: Team) -> None:
    with refused("network:question-kind"):
        add_question(team, "Vermomd?", kind="standard", asked_of="", place="")
    assert not FormQuestion.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["", "end"])
def test_the_database_wants_a_place_for_every_question_of_ones_own(place: str, team: Team) -> None:
    kind = "text" if not place else "standard"
    with pytest.raises(IntegrityError, match="asked_somewhere"), transaction.atomic(), writing():
        FormQuestion.objects.bulk_create(
            [FormQuestion(code="x", kind=kind, label_nl="?", place=place, period=(TODAY, None))]
        )
