"""Who belongs to us, for each of the family: only whom and what the reader may know."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.families import actions
from eenplan.families.actions import HomeFields, KinshipFields, Labels, RelativeFields
from eenplan.families.enums import KinshipKind, Share
from eenplan.families.rules import RELEASED
from eenplan.plans.actions import note_home
from tests.cast import MARKER, make_team
from tests.factories.family_plan import FamilyPlan, activate, make_family_plan
from tests.web.family.conftest import Enter

pytestmark = pytest.mark.django_db

HREF = "/gezin/wie-hoort-bij-ons/"
SECRET_HOME = MARKER.format("geheim-huis")
SECRET_LOVE = MARKER.format("geheime-liefde")
CONFIDENTIAL = Labels(confidential=True)


def relative(made: FamilyPlan, name: str, labels: Labels, home: UUID | None = None) -> UUID:
    with request_transaction(made.coach):
        return actions.note_relative(
            made.coach,
            family_id=made.family.id,
            relative=RelativeFields(name, home_id=home),
            labels=labels,
        )


def tie(made: FamilyPlan, one: UUID, kind: KinshipKind, other: UUID, labels: Labels) -> UUID:
    with request_transaction(made.coach):
        return actions.draw_tie(
            made.coach,
            family_id=made.family.id,
            kinship=KinshipFields(one, kind, other),
            labels=labels,
        )


def home(made: FamilyPlan, name: str, who: UUID, labels: Labels) -> UUID:
    with request_transaction(made.coach):
        return note_home(
            made.coach,
            plan_id=made.plan_id,
            home=HomeFields(name, residents={who: Share.PART}),
            labels=labels,
        ).item_id


def told_by(made: FamilyPlan, piece: UUID, person: UUID) -> None:
    with request_transaction(made.coach):
        actions.relabel(made.coach, item_id=piece, whose=actions.Whose((), person))


@pytest.mark.rule(34)
def test_a_secret_home_and_a_secret_love_are_on_the_drawing_of_who_told_them_alone(
    made: FamilyPlan, enter: Enter
) -> None:
    parent, child = made.parent.id, made.child.id
    open_home = home(made, "bij mama", child, RELEASED)
    secret = home(made, SECRET_HOME, child, CONFIDENTIAL)
    told_by(made, secret, child)
    love = relative(made, SECRET_LOVE, CONFIDENTIAL, secret)
    loved = tie(made, love, KinshipKind.PARTNER, child, CONFIDENTIAL)
    for piece in (love, loved):
        told_by(made, piece, child)
    tie(made, parent, KinshipKind.PARENT, child, RELEASED)
    activate(made)
    theirs = enter(made).get(HREF).content.decode()
    assert SECRET_HOME not in theirs
    assert SECRET_LOVE not in theirs
    assert "bij mama" in theirs
    assert f"ouder van {made.child.given_name}" in theirs
    mine = enter(made, made.child).get(HREF).content.decode()
    assert SECRET_HOME in mine
    assert f"partner van {SECRET_LOVE}" in mine
    assert open_home != secret


def test_a_home_is_drawn_once_the_plan_with_it_was_agreed(made: FamilyPlan, enter: Enter) -> None:
    home(made, "bij oma", made.child.id, RELEASED)
    reader = enter(made)
    assert "bij oma" not in reader.get(HREF).content.decode()
    activate(made)
    assert "bij oma" in reader.get(HREF).content.decode()


def test_it_reads_without_any_tie_and_is_for_card_holders_alone(
    made: FamilyPlan, enter: Enter, client: Client
) -> None:
    assert client.get(HREF).status_code == 302
    page: Any = enter(made).get(HREF)
    assert page.status_code == 200
    assert "nog niet genoteerd" in page.content.decode()
    assert reverse("family:read-drawing") in enter(made).get("/gezin/wie-helpt-ons/").content.decode()


def test_from_right_to_left_the_drawing_turns_round(made: FamilyPlan, enter: Enter, settings: Any) -> None:
    reader = enter(made)
    left = reader.get(HREF).context["tree"]
    settings.LANGUAGES_BIDI = ["nl"]
    right = reader.get(HREF).context["tree"]
    for one, other in ((left.wide, right.wide), (left.narrow, right.narrow)):
        assert one.width == other.width
        assert [figure.names[0].x for figure in one.figures] != [
            figure.names[0].x for figure in other.figures
        ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_many(
    made: FamilyPlan, enter: Enter, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        one = relative(made, f"oma {number}", RELEASED)
        tie(made, one, KinshipKind.PARENT, made.parent.id, RELEASED)
    reader = enter(made)
    reader.get(HREF)
    with django_assert_num_queries(20):
        reader.get(HREF)


def test_another_family_is_on_no_drawing(made: FamilyPlan, enter: Enter) -> None:
    other = make_family_plan(make_team("9908"))
    relative(other, SECRET_LOVE, RELEASED)
    assert SECRET_LOVE not in enter(made).get(HREF).content.decode()
