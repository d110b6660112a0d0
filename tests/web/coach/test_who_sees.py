"""'Wie ziet wat?' and 'Samen kijken': the coach sees what each will see; a shared screen shows what all may see."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from eenplan.audit.models import Entry
from eenplan.consent.actions import NewTrustedPerson, name_trusted_person
from eenplan.consent.enums import OutsideKind, RecipientKind, Said
from eenplan.consent.models import Grant
from eenplan.consent.rules import Recipient
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.actions import HomeFields, Labels, write_item
from eenplan.families.enums import ItemKind, Share
from eenplan.families.models import Item, Person
from eenplan.plans.actions import note_home, record_agreement, write_wish
from eenplan.plans.enums import Answer as PlanAnswer
from eenplan.plans.enums import AnswerForm
from eenplan.plans.models import PlanItem
from eenplan.plans.queries import plan
from eenplan.plans.queries.who_sees import RELEASED, viewers_of, who_sees
from tests.cast import acting_as, make_team
from tests.factories.consent import make_agreed, make_share, say
from tests.factories.plans import (
    Helped,
    activate,
    add_family_goal,
    fill,
    make_coach,
    make_helped,
    mark_all_domains,
)

pytestmark = pytest.mark.django_db

OPEN = "Een tuin om in te spelen."
SECRET = "Ik slaap slecht sinds papa weg is."
SCHOOL = "Een huiswerkklas na school."


def told(helped: Helped, text: str, person: int = 0, **labels: bool) -> Any:
    """Something that somebody of the family said, in the plan."""
    given = Labels(**labels) if labels else None
    with request_transaction(helped.coach):
        return write_wish(
            helped.coach,
            plan_id=helped.plan.id,
            text=text,
            speaker_id=helped.people[person].id,
            labels=given,
        ).item_id


def share(helped: Helped, *, answered: bool = True) -> Grant:
    """A share of the wishes of the mother and the daughter with a teacher; both said yes, or nobody answered yet."""
    teacher = Recipient(RecipientKind.OUTSIDE, name="Juf An", outside_kind=OutsideKind.SCHOOL)
    about = [one.id for one in helped.people[:2]]
    make = make_agreed if answered else make_share
    return make(helped.coach, helped.family.id, teacher, *about, parts=("plan:wishes",), secrecy=False)


def page_of(helped: Helped, *who: str) -> str:
    query = "&".join(f"wie={one}" for one in who)
    return reverse("coach:read-who-sees", args=[helped.family.id]) + (f"?{query}" if query else "")


def sights(helped: Helped) -> dict[str, Any]:
    """What everybody is shown, by the name of who looks."""
    with request_transaction(helped.coach):
        page = plan(helped.coach, helped.family.id)
        viewers = viewers_of(helped.coach, helped.family.id, page.persons)
        found = who_sees(helped.coach, helped.family.id, viewers)
    return {one.name or one.key: found[one.key] for one in viewers}


@pytest.mark.rule(34)
@pytest.mark.rule(36)
def test_the_grid_follows_the_rule_that_serves_each_viewer(helped: Helped) -> None:
    open_to_all, secret = told(helped, OPEN), told(helped, SECRET, 1, confidential=True)
    share(helped)
    mother, daughter = (one.given_name for one in helped.people[:2])
    seen = sights(helped)
    assert {open_to_all} == seen[mother].items == seen["Juf An"].items == seen[RELEASED].items
    assert seen[daughter].items == {open_to_all, secret}


def test_who_was_asked_and_did_not_answer_does_not_stand_but_is_shown(helped: Helped) -> None:
    item = told(helped, OPEN)
    share(helped, answered=False)
    juf = sights(helped)["Juf An"]
    assert not juf.stands
    assert juf.items == {item}


def test_saying_that_a_piece_is_not_right_is_chosen_first(helped: Helped, alice: Client) -> None:
    item = told(helped, OPEN)
    address = reverse("coach:note-about-piece", args=[helped.family.id, item])
    in_peace = alice.get(page_of(helped, "released")).content.decode()
    assert address not in in_peace
    assert "?wie=released&amp;klopt-niet=" in in_peace
    assert address in alice.get(page_of(helped, "released") + "&klopt-niet=").content.decode()


@pytest.mark.parametrize("who", ["bob", "charlie", "coordinator", "intake"])
def test_only_who_answers_for_the_family_may_ask_who_sees_what(
    helped: Helped, here: Any, there: Any, who: str
) -> None:
    told(helped, OPEN)
    acting = {
        "bob": lambda: acting_as(make_coach(here)),
        "charlie": lambda: there.acting(Role.COACH),
        "coordinator": lambda: here.acting(Role.COORDINATOR),
        "intake": lambda: here.acting(Role.INTAKE),
    }[who]()
    with request_transaction(acting), pytest.raises(NotFound):
        who_sees(acting, helped.family.id, viewers_of(acting, helped.family.id, []))


def test_each_reads_the_plan_as_it_will_be_served_and_the_coach_what_is_hidden(
    helped: Helped, alice: Client
) -> None:
    told(helped, OPEN)
    secret = told(helped, SECRET, 1, confidential=True)
    mother, daughter = helped.people[:2]
    page = alice.get(page_of(helped, f"person:{mother.id}", f"person:{daughter.id}"))
    hers, theirs = page.context["previews"]
    for one in (hers, theirs):
        assert [said.text for said in one.plan.wishes] == [OPEN]
    assert [line.text for line in hers.hidden] == [SECRET]
    assert [line.text for line in theirs.apart] == [SECRET]
    text = page.content.decode()
    assert "Niet iedereen ziet alles." in text
    assert reverse("coach:relabel-piece", args=[helped.family.id, secret]) in text
    assert Entry.objects.filter(what="plans:who-sees", families=[helped.family.id]).exists()


def test_the_agreed_plan_is_previewed_as_agreed_and_a_newer_one_as_it_stands(
    helped: Helped, alice: Client
) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    person = f"person:{helped.mother.id}"
    (agreed,) = alice.get(page_of(helped, person)).context["previews"]
    assert agreed.plan.is_active
    told(helped, OPEN)
    (newer,) = alice.get(page_of(helped, person)).context["previews"]
    assert [said.text for said in newer.plan.wishes] == [OPEN]
    assert not newer.plan.is_active


@pytest.mark.rule(35)
def test_a_trusted_person_reads_what_is_kept_from_the_youngster_for_now(
    helped: Helped, alice: Client
) -> None:
    daughter = helped.people[1]
    with request_transaction(helped.coach):
        item = write_item(
            helped.coach,
            family_id=helped.family.id,
            kind=ItemKind.WISH,
            text=SCHOOL,
            about=[daughter.id],
            labels=Labels(agogic_exception=True, agogic_reason="Nog even niet."),
        )
    with writing():
        PlanItem.objects.create(
            plan=helped.plan, item=item, family=helped.family, section="what_we_want", position=9
        )
    aunt_of = NewTrustedPerson("Tante Mia", True, True, True, today())
    with request_transaction(helped.coach):
        trusted = name_trusted_person(
            helped.coach, family_id=helped.family.id, person_id=daughter.id, who=aunt_of
        )
    seen = sights(helped)
    assert item.id in seen["Tante Mia"].items
    assert item.id not in seen[daughter.given_name].items
    aunt, child = alice.get(page_of(helped, f"trusted:{trusted.id}", f"person:{daughter.id}")).context[
        "previews"
    ][::-1]
    assert [said.text for said in aunt.plan.wishes] == [SCHOOL]
    assert child.plan.wishes == ()


def test_the_address_of_one_home_stays_there(helped: Helped, alice: Client) -> None:
    mother, daughter = helped.people[:2]
    lives = HomeFields(
        "Bij mama", residents={mother.id: Share.FULL}, address="Stille straat 1", for_everyone=False
    )
    with request_transaction(helped.coach):
        note_home(helped.coach, plan_id=helped.plan.id, home=lives)
    page = alice.get(page_of(helped, f"person:{mother.id}", f"person:{daughter.id}"))
    (group,) = [one for one in page.context["groups"] if one.title == "Adressen"]
    names = [one.name for one in page.context["columns"]]
    cells = dict(zip(names, (cell.name for cell in group.lines[0].cells), strict=True))
    assert cells[mother.given_name] == "sees"
    assert cells[daughter.given_name] == cells["Iemand anders aan tafel"] == "not"
    hers, theirs = page.context["previews"]
    assert [one.address for one in hers.plan.homes] == ["Stille straat 1"]
    assert [one.address for one in theirs.plan.homes] == [""]


def test_before_anything_is_shared_the_coach_reads_what_it_will_show(helped: Helped, alice: Client) -> None:
    """What is asked is looked through by the rule that will serve it, and opens nothing to anybody."""
    told(helped, OPEN)
    told(helped, SECRET, 1, confidential=True)
    grant = share(helped, answered=False)
    ahead = alice.get(page_of(helped, f"grant:{grant.id}"))
    assert "Leest nu nog niets" in ahead.content.decode()
    (preview,) = ahead.context["previews"]
    assert OPEN in str(preview.plan)
    assert SECRET not in str(preview.plan)
    paper = alice.get(reverse("coach:print-preview", args=[helped.family.id]), {"wie": f"grant:{grant.id}"})
    assert paper.headers["Content-Type"] == "application/pdf"
    with request_transaction(helped.team.acting(Role.PARTNER)):
        assert not Item.objects.filter(family=helped.family).exists()


@pytest.mark.parametrize("asked", ["grant-asked", "grant"])
def test_who_sees_what_is_of_shares_of_the_own_family_alone(
    helped: Helped, alice: Client, asked: str
) -> None:
    other = share(make_helped(make_team("9903")), answered=False)
    assert alice.get(page_of(helped, f"{asked}:{other.id}")).context["previews"] == []


@pytest.mark.rule(23)
def test_the_paper_holds_no_secret_of_anybody(helped: Helped, alice: Client) -> None:
    told(helped, OPEN)
    told(helped, SECRET, 1, confidential=True)
    paper = reverse("coach:print-preview", args=[helped.family.id])
    answer = alice.get(paper, {"wie": f"person:{helped.people[1].id}"})
    assert answer.headers["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert OPEN in text
    assert SECRET not in text


def test_the_paper_speaks_to_whom_it_is_for(helped: Helped, alice: Client) -> None:
    told(helped, OPEN)
    with writing():
        helped.family.language = "fr"
        helped.family.save()
        Person.objects.filter(id=helped.people[1].id).update(language="ar")
    grant = share(helped)
    paper = reverse("coach:print-preview", args=[helped.family.id])
    speaks = {
        f"person:{helped.people[1].id}": "ar",
        f"person:{helped.people[0].id}": "fr",
        f"grant:{grant.id}": "nl",
    }
    for who, language in speaks.items():
        answer = alice.get(paper, {"wie": who})
        assert str(PdfReader(BytesIO(answer.content)).trailer["/Root"]["/Lang"]) == language, who


@pytest.mark.parametrize("asked", ["person:x", "niets", "grant:019ab000-0000-7000-8000-000000000000", "'--"])
def test_who_is_nobody_here_is_not_looked_through(helped: Helped, alice: Client, asked: str) -> None:
    told(helped, OPEN)
    page = alice.get(reverse("coach:read-who-sees", args=[helped.family.id]), {"wie": asked})
    assert page.status_code == 200
    assert page.context["previews"] == []
    paper = reverse("coach:print-preview", args=[helped.family.id])
    assert alice.get(paper, {"wie": asked}).status_code == 404


@pytest.mark.parametrize("name", ["read-who-sees", "print-preview", "look-together"])
@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("visitor", 302),
        ("bob", 404),
        ("charlie", 404),
        ("coordinator", 403),
        ("coordinator_elsewhere", 403),
        ("partner", 403),
    ],
)
def test_only_the_own_coach_opens_it(
    helped: Helped, enter: Callable[[str], Client], name: str, who: str, answer: int
) -> None:
    address = reverse(f"coach:{name}", args=[helped.family.id])
    assert enter(who).get(address, {"wie": "released"}).status_code == answer


@pytest.mark.parametrize("times", [1, 3])
def test_the_grid_costs_the_same_whatever_stands_in_the_plan(
    helped: Helped, alice: Client, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(helped, times)
    for _number in range(times):
        share(helped)
    alice.get(page_of(helped))
    with django_assert_num_queries(23):
        alice.get(page_of(helped))


# Looking together


def begin(alice: Client, helped: Helped, *who: str) -> Any:
    """Say who sits at the table, and read what the screen shows."""
    return alice.post(
        reverse("coach:look-together", args=[helped.family.id]), {"who": list(who)}, follow=True
    )


@pytest.mark.rule(36)
def test_a_screen_turned_round_shows_only_what_all_may_see(helped: Helped, alice: Client) -> None:
    told(helped, OPEN)
    told(helped, SECRET, 1, confidential=True)
    page = begin(alice, helped, f"person:{helped.people[1].id}", "released")
    text = page.content.decode()
    assert OPEN in text
    assert SECRET not in text
    assert "Niet iedereen ziet alles." in text
    for word in ("Vandaag", "Mijn gezinnen", "Wie ziet wat", helped.family.name):
        assert word not in text


@pytest.mark.rule(33)
@pytest.mark.rule(34)
def test_a_screen_tells_by_nothing_whether_something_is_hidden(helped: Helped, alice: Client) -> None:
    told(helped, OPEN)
    mother = f"person:{helped.mother.id}"

    def shown(page: Any) -> str:
        return re.sub(r'value="\w{64}"', "", page.content.decode())

    before = shown(begin(alice, helped, mother))
    told(helped, SECRET, 1, confidential=True)
    told(helped, "Zijn vriend steelt.", 1, third_party_only=True)
    now = alice.get(reverse("coach:look-together", args=[helped.family.id]))
    assert shown(now) == before


@pytest.mark.rule(22)
def test_who_agreed_is_told_to_nobody_from_outside_and_nobody_is_called_silent(
    helped: Helped, alice: Client
) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    head = activate(helped)
    mother = helped.mother
    with request_transaction(helped.coach):
        record_agreement(
            helped.coach,
            version_id=head.id,
            person_id=mother.id,
            answer=PlanAnswer.AGREED,
            form=AnswerForm.ALOUD,
        )
    at_home = begin(alice, helped, f"person:{mother.id}").content.decode()
    assert "Gaat dit plan voor ons?" in at_home
    alice.post(reverse("coach:end-together"))
    outside = begin(alice, helped, f"person:{mother.id}", "released").content.decode()
    assert "Gaat dit plan voor ons?" not in outside
    assert "zei nog niets" not in outside


def test_who_looks_along_is_asked(helped: Helped, alice: Client) -> None:
    page = alice.post(reverse("coach:look-together", args=[helped.family.id]), {})
    assert page.status_code == 422
    assert "Duid aan wie er mee naar het scherm kijkt" in page.content.decode()
    page = alice.post(reverse("coach:look-together", args=[helped.family.id]), {"who": ["grant:nobody"]})
    assert page.status_code == 422


def test_until_it_is_ended_nothing_else_opens_and_nothing_more_is_shown(
    helped: Helped, alice: Client
) -> None:
    mark_all_domains(helped)
    add_family_goal(helped, OPEN)
    told(helped, SECRET, 1, confidential=True)
    activate(helped)
    begin(alice, helped, "released")
    family = [helped.family.id]
    for address in (
        reverse("coach:list-today"),
        reverse("coach:read-family", args=family),
        reverse("coach:read-who-sees", args=family),
        reverse("coach:add-goal", args=family),
        reverse("coach:read-timeline", args=family),
        "/",
    ):
        page = alice.get(address)
        assert page.status_code == 409, address
        assert SECRET not in page.content.decode()
    kept = alice.post(
        reverse("coach:write-text", args=[*family, "wat-we-willen"]), {"text": "x", "speaker": "worker"}
    )
    assert kept.status_code == 409
    assert alice.get(reverse("coach:read-plan", args=family)).headers["Location"] == reverse(
        "coach:look-together", args=family
    )
    assert alice.get(reverse("coach:print-plan", args=family)).status_code == 200
    # One button, and the coach looks alone again
    ended = alice.post(reverse("coach:end-together"), follow=True)
    assert SECRET in ended.content.decode()


def test_the_database_itself_is_narrowed_while_others_look(helped: Helped, alice: Client) -> None:
    told(helped, SECRET, 1, confidential=True)
    begin(alice, helped, "released")
    page = alice.get(reverse("coach:look-together", args=[helped.family.id]))
    assert page.wsgi_request.acting.together == ("released",)


@pytest.mark.rule(30)
def test_a_share_that_is_withdrawn_leaves_an_empty_screen(helped: Helped, alice: Client) -> None:
    told(helped, OPEN)
    grant = share(helped)
    assert OPEN in begin(alice, helped, f"grant:{grant.id}").content.decode()
    say(helped.coach, grant, helped.mother.id, Said.WITHDRAWN)
    page = alice.get(reverse("coach:look-together", args=[helped.family.id]))
    assert page.status_code == 200
    assert OPEN not in page.content.decode()
