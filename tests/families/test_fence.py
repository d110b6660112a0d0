"""PostgreSQL itself keeps a family's file from whoever has no business there."""

from typing import Any

import pytest
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError

from eenplan.core.acting import public_form, request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import Labels, issue_card, open_card, revoke_card, write_item
from eenplan.families.actions.cards import hash_code
from eenplan.families.enums import ItemKind
from eenplan.families.models import Family, Item, Person, Words
from eenplan.families.queries import find_by_name, reader_of_card
from tests.cast import make_family, make_team, people_of

pytestmark = pytest.mark.django_db


def counted(acting: Any) -> tuple[int, int, int, int]:
    with request_transaction(acting):
        return Family.objects.count(), Person.objects.count(), Item.objects.count(), Words.objects.count()


def test_only_the_responsible_team_reaches_a_family() -> None:
    here, there = make_team("9901"), make_team("9902")
    family = make_family(here)
    assert counted(here.acting(Role.INTAKE))[:2] == (1, 3)
    assert counted(here.acting(Role.COORDINATOR))[:2] == (1, 3)
    for acting in (
        there.acting(Role.INTAKE),
        there.acting(Role.COORDINATOR),
        here.acting(Role.COACH),
        here.acting(Role.PARTNER),
        here.acting(Role.ADMIN),
        public_form(),
        None,
    ):
        assert counted(acting) == (0, 0, 0, 0)
    assert Family.objects.get().id == family.id


def test_a_role_that_one_does_not_hold_opens_nothing() -> None:
    here = make_team()
    make_family(here)
    coach = here.acting(Role.COACH)
    forged = coach.__class__(
        coach.actor_id, coach.kind, Role.INTAKE, coach.partnership_id, None, coach.assignment_id
    )
    assert counted(forged) == (0, 0, 0, 0)


def test_a_family_of_others_cannot_be_claimed() -> None:
    here, there = make_team("9901"), make_team("9902")
    family = make_family(here)
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        request_transaction(there.acting(Role.INTAKE)),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO families_responsibility (id, family_id, partnership_id, period)"
            " VALUES (gen_random_uuid(), %s, %s, daterange('2019-01-01', '2020-01-01'))",
            [family.id, there.partnership.id],
        )


def test_nobody_writes_below_a_family_out_of_reach() -> None:
    here, there = make_team("9901"), make_team("9902")
    family = make_family(here)
    acting = there.acting(Role.INTAKE)
    with pytest.raises(ProgrammingError, match="row-level security"), request_transaction(acting):
        write_item(acting, family_id=family.id, kind=ItemKind.NOTE, text="ingeslopen")


def test_words_are_never_changed() -> None:
    here = make_team()
    family = make_family(here)
    acting = here.acting(Role.INTAKE)
    with request_transaction(acting):
        item = write_item(acting, family_id=family.id, kind=ItemKind.WISH, text="rust in huis")
    with pytest.raises(ProgrammingError, match="permission denied"), request_transaction(acting):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE families_words SET text = 'iets anders' WHERE item_id = %s", [item.id])


def test_somebody_of_another_family_cannot_be_written_in() -> None:
    here = make_team()
    one, other = make_family(here), make_family(here, name="Anderen")
    stranger = people_of(other)[0]
    acting = here.acting(Role.INTAKE)
    with pytest.raises(IntegrityError, match="another family"), request_transaction(acting):
        write_item(acting, family_id=one.id, kind=ItemKind.NOTE, text="x", about=[stranger.id])


def test_what_is_closed_is_not_released() -> None:
    here = make_team()
    family = make_family(here)
    with pytest.raises(IntegrityError, match="families_item_released_is_open"):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO families_item (id, family_id, kind, author_id, confidential, third_party_only, health,"
                " court, agogic_exception, agogic_reason, released_to_all, created_at) VALUES (gen_random_uuid(), %s,"
                " 'note', %s, true, false, false, false, false, '', true, now())",
                [family.id, here.acting(Role.INTAKE).actor_id],
            )


def test_a_card_opens_only_what_is_released_of_one_family() -> None:
    here = make_team()
    family, other = make_family(here), make_family(here, name="Anderen")
    mother = people_of(family)[0]
    worker = here.acting(Role.INTAKE)
    with request_transaction(worker):
        write_item(
            worker, family_id=family.id, kind=ItemKind.WISH, text="open", labels=Labels(released_to_all=True)
        )
        write_item(worker, family_id=family.id, kind=ItemKind.NOTE, text="dicht")
        write_item(
            worker, family_id=other.id, kind=ItemKind.WISH, text="elders", labels=Labels(released_to_all=True)
        )
        card = issue_card(worker, person_id=mother.id)
    with request_transaction():
        opened = open_card(card.code, card.pin)
        assert not isinstance(opened, Exception)
        acting = opened.acting
        assert list(Words.objects.values_list("text", flat=True)) == ["open"]
        assert Family.objects.get().id == family.id
    with request_transaction(worker):
        revoke_card(worker, card_id=card.card_id)
    with request_transaction():
        assert reader_of_card(hash_code(card.code)) is None
    with request_transaction(acting):
        assert Words.objects.count() == 0


def test_a_wrong_pin_rests_the_card_after_five_tries() -> None:
    here = make_team()
    mother = people_of(make_family(here))[0]
    worker = here.acting(Role.INTAKE)
    with request_transaction(worker):
        card = issue_card(worker, person_id=mother.id)
    for _try in range(5):
        with request_transaction():
            refused = open_card(card.code, "000000" if card.pin != "000000" else "111111")
            assert isinstance(refused, Exception)
            assert refused.code == "wrong-card"
    with request_transaction():
        resting = open_card(card.code, card.pin)
    assert isinstance(resting, Exception)
    assert resting.code == "card-rests"


def test_search_finds_by_folded_words_within_reach_only() -> None:
    here, there = make_team("9901"), make_team("9902")
    family = make_family(here, name="Özdemir-Van den Bossche")
    with request_transaction(here.acting(Role.INTAKE)):
        for text in ("ozdemir", "Bossche Özdemir", "van den bossche"):
            assert find_by_name(here.acting(Role.INTAKE), text) == [family.id], text
        assert find_by_name(here.acting(Role.INTAKE), "Peeters") == []
    with request_transaction(there.acting(Role.INTAKE)):
        assert find_by_name(there.acting(Role.INTAKE), "ozdemir") == []
