"""The coach draws who belongs to whom."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.families import actions
from eenplan.families.actions import HomeFields, KinshipFields, RelativeFields
from eenplan.families.enums import KinshipKind, Share
from eenplan.families.models import Item, Kinship, Relative
from eenplan.plans.actions import HelpFields, add_help, note_home
from eenplan.plans.enums import HelpState, HelpType
from tests.cast import MARKER
from tests.factories.plans import Helped, make_helped

pytestmark = pytest.mark.django_db

GRANDMA = MARKER.format("oma")
HOME = MARKER.format("huis")


def at(helped: Helped, name: str, *more: UUID) -> str:
    return reverse(f"coach:{name}", args=[helped.family.id, *more])


def grandma(helped: Helped, name: str = GRANDMA) -> UUID:
    """Her, as mother of the mother."""
    with request_transaction(helped.coach):
        one = actions.note_relative(
            helped.coach, family_id=helped.family.id, relative=RelativeFields(name, born=1950)
        )
        actions.draw_tie(
            helped.coach,
            family_id=helped.family.id,
            kinship=KinshipFields(one, KinshipKind.PARENT, helped.mother.id),
        )
    return one


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_coach_puts_somebody_on_the_drawing_and_draws_a_tie(alice: Client, helped: Helped) -> None:
    sent = {"name": GRANDMA, "gender": "female", "born": "1950", "died": "2019", "seen_by": "all"}
    assert alice.post(at(helped, "add-relative"), sent).status_code == 302
    one = Relative.objects.select_related("item").get()
    assert (one.name, one.is_dead, one.died, one.item.released_to_all) == (GRANDMA, True, 2019, True)
    mother = helped.mother
    sent = {"one": str(one.item_id), "kind": "parent", "other": str(mother.id), "seen_by": "team"}
    assert alice.post(at(helped, "draw-tie"), sent).status_code == 302
    page = text(alice.get(at(helped, "read-drawing")))
    assert f"ouder van {mother.given_name}" in page
    assert f"kind van {GRANDMA}" in page
    assert "geboren in 1950, overleden in 2019" in page
    assert '<svg class="tree" role="img" aria-labelledby="stamboom-titel stamboom-woorden"' in page
    assert "style=" not in page
    # A child of whom nobody wrote down the parents is nobody's child on the drawing.
    assert "nog niet genoteerd" in page


def test_a_tie_and_somebody_are_changed_and_taken_off(alice: Client, helped: Helped) -> None:
    one = grandma(helped)
    tie = Kinship.objects.get().item_id
    form = alice.get(at(helped, "change-tie", tie))
    assert 'value="parent"' in text(form)
    sent = {"one": str(one), "kind": "foster_parent", "other": str(helped.mother.id), "since": "1990"}
    assert alice.post(at(helped, "change-tie", tie), {**sent, "seen_by": "few"}).status_code == 302
    assert Kinship.objects.get().since == 1990
    assert Item.objects.get(id=tie).confidential
    sent = {"name": "Oma Lutgart", "gender": "female", "seen_by": "team", "about": [str(helped.mother.id)]}
    assert alice.post(at(helped, "change-relative", one), sent).status_code == 302
    assert Relative.objects.get().name == "Oma Lutgart"
    assert [row.person_id for row in Item.objects.get(id=one).about.all()] == [helped.mother.id]
    assert alice.get(at(helped, "rub-out", tie)).status_code == 405
    assert alice.post(at(helped, "rub-out", one)).status_code == 302
    assert not Relative.objects.exists()
    assert not Kinship.objects.exists()
    assert alice.get(at(helped, "change-relative", one)).status_code == 404
    assert alice.post(at(helped, "rub-out", one)).status_code == 404


def test_a_death_is_written_down(alice: Client, helped: Helped) -> None:
    href = at(helped, "note-death", helped.mother.id)
    assert alice.post(href, {"died": "2024", "seen_by": "team"}).status_code == 302
    assert "overleden in 2024" in text(alice.get(at(helped, "read-drawing")))
    assert 'value="2024"' in text(alice.get(href))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "Is …"),
        ({"since": "lang geleden"}, "Schrijf een jaartal, zoals 2015."),
        ({"since": "2009"}, "laat de jaartallen leeg"),
        ({"other": "same"}, "Kies twee verschillende mensen."),
        ({"other": "00000000-0000-7000-8000-00000000ffff"}, "Van wie?"),
        ({"since": "99999999999999999999"}, "Kijk dit jaartal na"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_stays(
    alice: Client, helped: Helped, changes: dict[str, str], said: str
) -> None:
    mother, child = (str(one.id) for one in helped.people[:2])
    sent = {"one": mother, "kind": "parent", "other": child, "seen_by": "team", **changes}
    if sent["other"] == "same":
        sent["other"] = mother
    answer = alice.post(at(helped, "draw-tie"), sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{mother}" selected' in text(answer)
    assert not Kinship.objects.exists()


def test_homes_are_drawn_around_who_lives_there(alice: Client, helped: Helped) -> None:
    child = helped.people[1]
    with request_transaction(helped.coach):
        home = note_home(
            helped.coach,
            plan_id=helped.plan.id,
            home=HomeFields(HOME, residents={child.id: Share.PART}),
        )
        actions.note_relative(
            helped.coach,
            family_id=helped.family.id,
            relative=RelativeFields(GRANDMA, home_id=home.item_id),
        )
    page = text(alice.get(at(helped, "read-drawing")))
    assert "home-name home-1" in page
    assert page.count(f"woont: {HOME}") == 2


@pytest.mark.rule(39)
def test_what_is_about_health_is_on_no_drawing(alice: Client, helped: Helped) -> None:
    therapy = HelpFields(
        MARKER.format("therapie"), HelpState.THERE_IS, organisation="CGG", help_type=HelpType.THERAPY
    )
    with request_transaction(helped.coach):
        add_help(helped.coach, plan_id=helped.plan.id, help=therapy)
        add_help(helped.coach, plan_id=helped.plan.id, help=HelpFields("poetshulp", HelpState.WAITING))
    page = text(alice.get(at(helped, "read-drawing")))
    assert "poetshulp" in page
    assert MARKER.format("therapie") not in page


@pytest.mark.parametrize("who", ["bob", "charlie", "coordinator", "visitor"])
def test_nobody_else_draws(enter: Callable[[str], Client], helped: Helped, who: str) -> None:
    one = grandma(helped)
    tie = Kinship.objects.get().item_id
    visitor = enter(who)
    for name, more in (
        ("draw-tie", ()),
        ("change-tie", (tie,)),
        ("add-relative", ()),
        ("change-relative", (one,)),
        ("note-death", (helped.mother.id,)),
        ("rub-out", (tie,)),
    ):
        for answer in (visitor.get(at(helped, name, *more)), visitor.post(at(helped, name, *more), {})):
            assert answer.status_code in (302, 403, 404, 405)
            assert MARKER.format("") not in answer.content.decode()
    assert Kinship.objects.count() == 1
    drawing = visitor.get(at(helped, "read-drawing"))
    if who != "coordinator":
        assert drawing.status_code in (302, 404)


def test_what_stands_on_the_drawing_of_another_family_is_not_found(
    alice: Client, helped: Helped, here: Any
) -> None:
    other = make_helped(here)
    theirs = grandma(other, "andere oma")
    assert alice.get(at(helped, "change-relative", theirs)).status_code == 404
    sent = {"one": str(theirs), "kind": "parent", "other": str(helped.mother.id), "seen_by": "team"}
    assert alice.post(at(helped, "draw-tie"), sent).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_many(
    alice: Client, helped: Helped, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        grandma(helped, f"oma {number}")
    href = at(helped, "read-drawing")
    alice.get(href)
    with django_assert_num_queries(20):
        alice.get(href)
