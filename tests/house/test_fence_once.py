"""The short ways of the fence say what the rule says: for everybody, on every row, whoever looks along and for what purpose."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction

from eenplan.core.acting import Acting, become, public_form, request_transaction
from eenplan.core.clock import now
from eenplan.core.enums import Purpose
from eenplan.families.actions import Labels, write_item
from eenplan.families.actions.cards import Opened, open_card
from eenplan.families.enums import ItemKind
from tests.database import kept
from tests.house.lived import live_through
from tests.house.matrix import RELATIONS
from tests.house.test_fence import acting_for
from tests.house.world import World

pytestmark = pytest.mark.django_db

LABELS = (
    "i.id, i.family_id, i.kind, i.author_id, i.from_whom_id, i.released_to_all, i.confidential, i.third_party_only,"
    " i.health, i.court, i.agogic_exception, eenplan_holds_role()"
)
HOLDER = "actor_id = eenplan_actor() AND eenplan_reaches(family_id, eenplan_holds_role())"
ME = (
    "eenplan_role() = 'family_member' AND family_id = eenplan_family()"
    " AND person_id IN (SELECT id FROM families_person WHERE actor_id = eenplan_actor())"
)
TEAM = (
    "eenplan_role() IN ('intake', 'coordinator', 'coach') AND eenplan_together() = ''"
    " AND eenplan_writes(family_id, eenplan_holds_role())"
)
# What the web role finds, and what the rule says to the owner, whom no policy holds.
RULES = {
    "families_item i": f"eenplan_sees_item({LABELS})",
    "families_person p": "eenplan_knows_person(p.id, p.family_id, eenplan_holds_role())",
    "families_family f": "eenplan_reaches(f.id, eenplan_holds_role()) OR eenplan_is_shown(f.id, eenplan_holds_role())",
    "families_tie t": "eenplan_reaches(t.family_id, eenplan_holds_role())",
    "referrals_referral r": "eenplan_writes(r.family_id, eenplan_holds_role())",
    "families_entrance e": f"({HOLDER}) OR eenplan_writes(family_id, eenplan_holds_role())",
    "families_passkey k": f"({HOLDER}) OR eenplan_writes(family_id, eenplan_holds_role())",
    "families_nationalnumber n": (
        "eenplan_writes(family_id, eenplan_holds_role()) AND eenplan_role() IN ('coach', 'intake')"
    ),
    "rights_request r": (
        f"({ME}) OR ({TEAM} AND (item_id IS NULL OR EXISTS (SELECT 1 FROM families_item i"
        f" WHERE i.id = r.item_id AND eenplan_sees_item({LABELS}))))"
    ),
    "rights_lookquestion q": f"({ME}) OR ({TEAM}) OR rights_watches(family_id)",
}
# Tables below items, by the column that names the item.
BELOW = {
    "families_words": "item_id",
    "families_contactdetail": "item_id",
    "families_attachmentcontent": "attachment_id",
    "plans_goal": "item_id",
    "plans_message": "item_id",
    "plans_versionitem": "item_id",
    "rights_helperrefusal": "item_id",
}


@pytest.fixture(scope="module", autouse=True)
def _lived(world: World, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Of every table there are rows, also of those that a family has only after what seldom happens."""
    with kept(django_db_blocker):
        live_through(world.helped.team, world.there, world.samples["redrawing_id"])
        yield


def acting_as_anybody(world: World, relation: str) -> Acting | None:
    """Who acts by an account or by a card."""
    way = world.ways_in[relation]
    if not isinstance(way, tuple):
        return acting_for(world, relation)
    with request_transaction():
        opened = open_card(*way)
    assert isinstance(opened, Opened)
    return opened.acting


def keys(statement: str) -> set[Any]:
    """The first column of what a statement answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {row[0] for row in cursor.fetchall()}


def differing(acting: Acting | None) -> dict[str, set[Any]]:
    """Per table the rows on which the policy and the rule do not say the same."""
    found, ruled = {}, {}
    with request_transaction(acting):
        for table in RULES:
            found[table] = keys(f"SELECT {table.split()[1]}.id FROM {table}")
        for table, item in BELOW.items():
            found[table] = keys(f"SELECT {item} FROM {table}")
        with connection.cursor() as cursor:
            # What was remembered of shares while it looked is judged anew.
            cursor.execute(
                "RESET ROLE; SELECT set_config('eenplan.' || name, '', true) FROM unnest('{viewers, share, seen}'::text[]) name"
            )
        for table, rule in RULES.items():
            ruled[table] = keys(f"SELECT {table.split()[1]}.id FROM {table} WHERE {rule}")
        for table, item in BELOW.items():
            ruled[table] = keys(f"SELECT {item} FROM {table}") & ruled["families_item i"]
    if acting is None or acting.role == "public_form":  # the form reads no papers
        found.pop("families_attachmentcontent")
    return {table: rows ^ ruled[table] for table, rows in found.items() if rows != ruled[table]}


@pytest.mark.parametrize("relation", RELATIONS)
def test_everybody_is_shown_what_the_rule_says(world: World, relation: str) -> None:
    acting = acting_as_anybody(world, relation)
    assert differing(acting) == {}
    if acting is not None:
        for purpose in (Purpose.OWN_FILE, Purpose.EMERGENCY):
            assert differing(replace(acting, purpose=purpose)) == {}, purpose


@pytest.mark.rule(30)
def test_what_is_remembered_of_a_share_is_of_whoever_looks_and_gone_with_them(world: World) -> None:
    some, none = (acting_as_anybody(world, one) for one in ("partner_some", "partner_none"))
    assert none is not None
    items, remembered = "SELECT id FROM families_item", "SELECT current_setting('eenplan.viewers')"
    shown = "SELECT regexp_split_to_table(rtrim(current_setting('eenplan.seen')), ' ')"
    with request_transaction(some):
        seen = keys(items)
        assert seen
        (viewers,) = keys(remembered)
        assert "grant:" in viewers
        assert {UUID(one) for one in keys(shown)} <= seen
        (share,) = keys("SELECT current_setting('eenplan.share')")
        assert share[:36] in viewers
        become(none)
        assert keys(remembered) == keys(shown) == keys("SELECT current_setting('eenplan.share')") == {""}
        assert keys(items) == set()
    with request_transaction(some):
        assert keys(remembered) == {""}


def test_that_a_role_is_held_is_remembered_of_whoever_acts_alone(world: World) -> None:
    coach, intake = (acting_as_anybody(world, one) for one in ("coach_own", "intake"))
    assert coach is not None
    assert intake is not None
    held = "SELECT eenplan_holds_role()"
    with request_transaction(coach):
        assert keys(held) == keys(held) == {True}
        for other in (
            replace(coach, assignment_id=intake.assignment_id),
            replace(coach, actor_id=intake.actor_id),
            replace(coach, role=intake.role),
            replace(coach, partnership_id=None),
        ):
            with connection.cursor() as cursor:  # as an attack would: without what `become` takes away
                for name, value in other.settings().items():
                    cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
            assert keys(held) == {False}, other
        become(coach)
        assert keys(held) == {True}


def test_a_coachs_families_are_remembered_of_whoever_acts_until_a_coach_is_given(world: World) -> None:
    coach, elsewhere = (acting_as_anybody(world, one) for one in ("coach_own", "coach_elsewhere"))
    assert coach is not None
    assert elsewhere is not None
    mine, remembered = (
        "SELECT id FROM families_family",
        "SELECT unnest(current_setting('eenplan.mine')::uuid[])",
    )
    with request_transaction(coach):
        shown = keys(mine)
        assert world.helped.family.id in shown
        assert keys(remembered) == shown
        become(elsewhere)
        assert keys("SELECT current_setting('eenplan.mine')") == {""}
        assert not keys(mine) & shown
        become(coach)
        assert keys(mine) == shown
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute(
                "UPDATE plans_coachassignment SET period = daterange('2020-01-01', '2020-02-01') WHERE actor_id = %s",
                [coach.actor_id],
            )
            cursor.execute("SET LOCAL ROLE eenplan_web")
            assert keys(mine) == set()
            transaction.set_rollback(True)
        assert keys(mine) == shown


def test_who_looks_along_narrows_as_the_rule_says(world: World) -> None:
    mother = world.helped.mother.id
    for relation in ("coach_own", "intake", "card_daughter"):
        acting = acting_as_anybody(world, relation)
        assert acting is not None
        for viewers in (("released",), (f"person:{mother}",), (f"person:{mother}", f"own_file:{mother}")):
            assert differing(replace(acting, together=viewers)) == {}, (relation, viewers)


def test_the_form_is_shown_what_the_rule_says(world: World) -> None:
    assert differing(public_form(world.helped.family.id)) == {}
    assert differing(public_form()) == {}


@pytest.mark.rule(28)
def test_what_is_about_a_young_adult_is_judged_piece_by_piece(world: World) -> None:
    """The daughter turns eighteen: what is released about her is closed to the cards of her parents."""
    later = now() + timedelta(days=366 * 6)
    coach, daughter = world.helped.coach, world.helped.people[1]
    with request_transaction(coach):
        about_her = write_item(
            coach,
            family_id=world.helped.family.id,
            kind=ItemKind.WISH,
            text="van haar",
            labels=Labels(released_to_all=True),
            about=[daughter.id],
        ).id
    mother = acting_as_anybody(world, "card_mother")
    with request_transaction(mother):
        assert about_her in keys("SELECT id FROM families_item")
    with time_machine.travel(later), request_transaction(mother):
        assert about_her not in keys("SELECT id FROM families_item")
    for relation in ("card_mother", "card_father", "card_daughter", "card_son"):
        acting = acting_as_anybody(world, relation)
        with time_machine.travel(later):
            assert differing(acting) == {}, relation


@pytest.mark.rule(33)
def test_the_own_file_leaves_the_address_of_a_home_out_by_itself(world: World) -> None:
    homes = "SELECT item_id FROM families_contactdetail WHERE home_id IS NOT NULL"
    daughter = acting_as_anybody(world, "card_daughter")
    assert daughter is not None
    with connection.cursor() as cursor:  # also one that nobody kept among few
        cursor.execute(
            "UPDATE families_item SET confidential = false, agogic_exception = false, third_party_only = false"
            f" WHERE id IN ({homes})"
        )
    assert keys(homes)
    with request_transaction(replace(daughter, purpose=Purpose.OWN_FILE)):
        assert keys(homes) == set()
        assert keys("SELECT item_id FROM families_contactdetail")


def test_no_policy_judges_each_row_that_is_read() -> None:
    """Reading asks once per query, or by an index. A new table: `core.fence.see_once`, `see_item_once`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies WHERE cmd = 'SELECT'"
            " AND qual ~ 'eenplan_(reaches|writes)\\(|EXISTS \\( SELECT 1\\s+FROM families_item'"
        )
        assert cursor.fetchall() == []
