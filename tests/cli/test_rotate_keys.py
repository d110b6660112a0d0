"""A new secret of the server: nobody's card, link, number or draft ends, and the old secret can be let go."""

from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from eenplan.cli.rotate_keys import rotate_keys
from eenplan.core.acting import public_form, request_transaction
from eenplan.core.enums import Role
from eenplan.core.keys import current
from eenplan.families import actions
from eenplan.families.actions.cards import Opened, open_card
from eenplan.families.models import Card, MatchKey, NationalNumber
from eenplan.referrals.actions import keep_draft
from eenplan.referrals.keys import code_of, hashes_of_code, hashes_of_key, key_of, made_with
from eenplan.referrals.models import StatusLink
from eenplan.referrals.queries.drafts import draft
from tests.cast import Team, make_team
from tests.factories.plans import Helped, make_helped

pytestmark = pytest.mark.django_db
OLD, NEW = "o1" * 30, "n2" * 30
NUMBER = "85.07.30-033.28"


@pytest.fixture
def here(settings: Any) -> Team:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    return make_team("9901")


@pytest.fixture
def helped(here: Team) -> Helped:
    return make_helped(here)


@pytest.fixture
def card(helped: Helped) -> Any:
    with request_transaction(helped.coach):
        actions.note_national_number(helped.coach, person_id=helped.mother.id, typed=NUMBER, reason="x")
        return actions.issue_card(helped.coach, person_id=helped.mother.id)


def renew(settings: Any, *, keep: bool = True) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD] if keep else []


def opens(card: Any) -> bool:
    with request_transaction():
        return isinstance(open_card(card.code, card.pin), Opened)


def test_a_card_opens_under_a_new_secret_and_goes_over(card: Any, settings: Any) -> None:
    renew(settings)
    assert Card.objects.get(id=card.card_id).key_id != current().id
    assert opens(card)
    assert Card.objects.get(id=card.card_id).key_id == current().id
    renew(settings, keep=False)
    assert opens(card)


def test_a_card_that_was_not_used_ends_with_its_secret(card: Any, settings: Any) -> None:
    renew(settings, keep=False)
    assert not opens(card)


def test_a_wrong_pin_does_not_bring_a_card_over(card: Any, settings: Any) -> None:
    renew(settings)
    with request_transaction():
        assert not isinstance(open_card(card.code, "000000"), Opened)
    found = Card.objects.get(id=card.card_id)
    assert found.key_id != current().id
    assert found.failures == 1


def test_who_reads_with_a_card_goes_on_reading(client: Client, card: Any, settings: Any) -> None:
    client.post(reverse("family:open-card"), {"code": card.code, "pin": card.pin})
    assert client.get("/gezin/plan/").status_code in (200, 302)
    before = client.get("/gezin/").headers.get("Location")
    renew(settings)
    assert client.get("/gezin/").headers.get("Location") == before


def test_a_national_number_and_the_keys_of_a_family_are_written_anew(
    card: Any, helped: Helped, settings: Any
) -> None:
    before = set(MatchKey.objects.values_list("kind", "key"))
    renew(settings)
    done = CliRunner().invoke(rotate_keys)
    assert done.exit_code == 0, done.output
    assert "Written anew: 1 national numbers" in done.output
    assert "1 cards of families" in done.output
    after = set(MatchKey.objects.values_list("kind", "key"))
    assert {kind for kind, _key in after} == {kind for kind, _key in before}
    assert not after & before
    renew(settings, keep=False)
    assert NationalNumber.objects.get().key_id == current().id
    with request_transaction(helped.coach):
        assert actions.show_national_number(helped.coach, person_id=helped.mother.id) == NUMBER
    assert CliRunner().invoke(rotate_keys).exit_code == 0


def test_what_no_secret_opens_is_said_and_left(card: Any, settings: Any) -> None:
    renew(settings, keep=False)
    before = bytes(NationalNumber.objects.get().sealed)
    done = CliRunner().invoke(rotate_keys)
    assert done.exit_code == 1
    assert "1 open with no secret that is known" in done.output
    assert bytes(NationalNumber.objects.get().sealed) == before


def test_a_referrers_link_opens_and_is_read_out_as_before(helped: Helped, settings: Any) -> None:
    link = StatusLink.objects.get(referral_id=helped.trajectory.referral_id)
    key, code = key_of(link.id), code_of(link.id)
    renew(settings)
    assert link.key_hash in hashes_of_key(key)
    assert link.code_hash in hashes_of_code(code)
    assert key_of(link.id, made_with(link.id, link.key_hash)) == key
    assert code_of(link.id, made_with(link.id, link.key_hash)) == code
    assert Client().get(f"/volg/{key}/").status_code == 200
    assert Client().get(f"/volg/{key_of(link.id)}/").status_code == 404


def test_a_draft_opens_and_is_gone_on_with(settings: Any, here: Team) -> None:
    acting, code = public_form(), "K7M4-QX2P-9RT3-VWH8"
    with request_transaction(acting):
        keep_draft(acting, code=code, content={"a": "b"})
    renew(settings)
    with request_transaction(acting):
        found = draft(acting, code=code)
        assert found is not None
        keep_draft(acting, code=code, content={**found.content, "c": "d"})
    with request_transaction(acting):
        again = draft(acting, code=code)
    assert again is not None
    assert again.content == {"a": "b", "c": "d"}


def test_a_worker_stays_signed_in(here: Team, settings: Any) -> None:
    client = Client()  # the first page under a new secret writes: the session goes over too
    client.force_login(here.account(Role.COACH))
    assert client.get("/vandaag/").status_code == 200
    renew(settings)
    assert client.get("/vandaag/").status_code == 200
