"""The referral form asks in the words of the partnership, once it knows which that is (rule 47)."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from eenplan.core.acting import public_form, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.actions import change_words
from eenplan.network.enums import Wording
from eenplan.web.frontdoor.asked import STANDARD, in_their_words
from eenplan.web.frontdoor.forms import ContactForm, OwnQuestionForm, QuestionForm, ReferrerForm
from tests.cast import Team, make_team
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]


@once
def team() -> Team:
    return make_team("9901")


def ask(team: Team, code: str, label: str, *, shown: bool = True, everywhere: bool = False) -> None:
    admin = team.acting(Role.ADMIN)
    with request_transaction(admin):
        change_words(
            admin,
            kind=Wording.QUESTIONS,
            partnership_id=None if everywhere else team.partnership.id,
            code=code,
            words={"label_nl": label, "label_fr": "En français ?", "shown": shown, "kind": "standard"},
            since=today(),
        )


def asked(kind: Any, team: Team | None, *, own: bool = False) -> dict[str, str]:
    form = kind()
    in_their_words(form, public_form(), own=own, partnership_id=team.partnership.id if team else None)
    return {name: str(field.label) for name, field in form.fields.items()}


def test_the_words_of_the_partnership_once_it_is_known(team: Team) -> None:
    ask(team, "goes-well", "Waar zijn jullie fier op?")
    assert asked(QuestionForm, team)["going_well"] == "Waar zijn jullie fier op?"
    assert asked(QuestionForm, None)["going_well"] == "Wat gaat goed in dit gezin?"
    assert asked(QuestionForm, make_team("9902"))["going_well"] == "Wat gaat goed in dit gezin?"
    assert asked(OwnQuestionForm, team, own=True)["going_well"] == "Wat gaat goed bij jullie?"
    with override("fr"):
        assert asked(QuestionForm, team)["going_well"] == "En français ?"


def test_words_for_all_hold_before_the_place_is_known(team: Team) -> None:
    ask(team, "organisation", "Waar werk je?", everywhere=True)
    assert asked(ReferrerForm, None)["referrer_organisation"] == "Waar werk je?"


def test_a_question_may_be_left_out_unless_a_rule_needs_it(team: Team) -> None:
    ask(team, "when", "Wanneer?", shown=False)
    ask(team, "goes-well", "Wat gaat goed?", shown=False)
    assert "preferred_contact" not in asked(ContactForm, team)
    assert "preferred_contact" in asked(ContactForm, None)
    assert "going_well" in asked(QuestionForm, team)


def test_no_required_question_can_be_configured() -> None:
    for one in STANDARD.values():
        for kind in (QuestionForm, OwnQuestionForm, ContactForm, ReferrerForm):
            if one.field in kind.base_fields:
                assert not kind.base_fields[one.field].required


def test_a_visitor_reads_them_on_the_page(team: Team, client: Client) -> None:
    ask(team, "goes-well-own", "Waar zijn jullie fier op?")
    client.post("/aanmelden/zelf/", {"acute_danger": "no"}, follow=True)
    client.post("/aanmelden/stap/plaats/", {"place": team.postal_code}, follow=True)
    assert "Waar zijn jullie fier op?" in client.get("/aanmelden/stap/vraag/").content.decode()
