"""A place in a short offer: asked without a name, answered by the partner, and what it brought taken into the plan."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.capacity.actions.offers import Track, add_offer
from eenplan.capacity.enums import OfferKind
from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Words
from eenplan.plans.actions import HelpFields, add_help
from eenplan.plans.actions.places import answer_place, ask_place, tell_brought, withdraw_place
from eenplan.plans.enums import HelpState, PlaceVerdict
from eenplan.plans.models import PlaceRequest, Wait
from eenplan.plans.queries.places import places_asked, short_offers
from tests.cast import make_team
from tests.factories.plans import Helped, make_helped
from tests.once import once
from tests.web.partner.test_partner import share

pytestmark = pytest.mark.django_db

WAITS, OFFER, NOTE = "Begeleiding thuis", "Buitenspeelgroep", "Een jongen van tien die graag buiten speelt."


@once
def helped() -> Helped:
    """A family that waits for help, in a team whose partner has a short offer with one place."""
    helped = make_helped(make_team())
    coach, partner = helped.coach, helped.team.acting(Role.PARTNER)
    with request_transaction(coach):
        add_help(coach, plan_id=helped.plan.id, help=HelpFields(WAITS, HelpState.WAITING))
    with request_transaction(partner):
        add_offer(
            partner,
            organisation_id=helped.team.assignments[Role.PARTNER].staff_member.organisation_id,
            name=OFFER,
            help_type="other",
            kind=OfferKind.SHORT,
            track=Track(1, today(), today() + timedelta(days=30)),
        )
    return helped


def help_id(helped: Helped) -> UUID:
    found: UUID = Words.objects.get(family=helped.family, text=WAITS).item_id
    return found


def offer_id(helped: Helped) -> UUID:
    with request_transaction(helped.coach):
        return short_offers(helped.coach)[0].offer.id


def asked(helped: Helped, note: str = NOTE) -> UUID:
    which, where = help_id(helped), offer_id(helped)
    with request_transaction(helped.coach):
        return ask_place(helped.coach, help_id=which, offer_id=where, note=note).id


def said(
    helped: Helped, place: UUID, verdict: PlaceVerdict = PlaceVerdict.YES, first: date | None = None
) -> None:
    partner = helped.team.acting(Role.PARTNER)
    day = (first or today()) if verdict == PlaceVerdict.YES else None
    with request_transaction(partner):
        answer_place(partner, request_id=place, verdict=verdict, first_day=day)


def morning(client: Client, helped: Helped) -> str:
    client.force_login(helped.team.account(Role.PARTNER))
    return client.get(reverse("partner:list-families")).content.decode()


def as_coach(client: Client, helped: Helped) -> Client:
    client.force_login(helped.team.account(Role.COACH))
    return client


def page_of(helped: Helped) -> str:
    return reverse("coach:ask-place", args=[helped.family.id, help_id(helped)])


@pytest.mark.rule(40)
def test_each_act_around_a_place_stands_in_the_audit_of_the_family(helped: Helped) -> None:
    place = asked(helped)
    said(helped, place)
    partner = helped.team.acting(Role.PARTNER)
    with request_transaction(partner):
        tell_brought(partner, request_id=place, brought="Hij kreeg twee vrienden.")
    with request_transaction(helped.coach):
        withdraw_place(helped.coach, family_id=helped.family.id, request_id=place)
    noted = Entry.objects.filter(families__contains=[helped.family.id], subject_id=place)
    assert sorted(noted.values_list("what", "actor_id")) == [
        ("plans:place:asked", helped.coach.actor_id),
        ("plans:place:brought", partner.actor_id),
        ("plans:place:withdrawn", helped.coach.actor_id),
        ("plans:place:yes", partner.actor_id),
    ]


def test_of_an_offer_that_is_over_no_place_is_asked(helped: Helped) -> None:
    which, where = help_id(helped), offer_id(helped)
    with time_machine.travel(now() + timedelta(days=31)):
        with pytest.raises(RuleBroken) as refused, request_transaction(helped.coach):
            ask_place(helped.coach, help_id=which, offer_id=where)
        assert refused.value.code == "plans:offer-not-short"
        with request_transaction(helped.coach):
            assert short_offers(helped.coach) == []
    assert not PlaceRequest.objects.exists()


@pytest.mark.rule(29)
def test_the_partner_reads_no_name_until_the_family_shares(client: Client, helped: Helped) -> None:
    asked(helped)
    partner = helped.team.acting(Role.PARTNER)
    with request_transaction(partner):
        assert [one.family_id for one in places_asked(partner)] == [None], "PostgreSQL itself tells no more"
    page = morning(client, helped)
    assert NOTE in page
    assert "Eén coach vraagt een plaats." in page
    assert helped.family.name not in page
    assert WAITS not in page
    share(helped)
    assert f"{OFFER} · {helped.family.name}" in morning(client, helped)


def test_from_the_question_to_what_it_brought_in_the_plan(client: Client, helped: Helped) -> None:
    as_coach(client, helped)
    assert "nog één plaats" in client.get(page_of(helped)).content.decode()
    client.post(page_of(helped), {"offer": offer_id(helped), "note": NOTE})
    assert not Wait.objects.exists(), "asking for a place says nothing of the offer that is waited for"
    place = PlaceRequest.objects.get().id
    morning(client, helped)
    answer = reverse("partner:answer-place", args=[place])
    day = today()
    first = {"first_day_day": day.day, "first_day_month": day.month, "first_day_year": day.year}
    assert (
        "De coach leest je antwoord."
        in client.post(answer, {"answer": "yes", **first, "line": "Welkom!"}, follow=True).content.decode()
    )
    as_coach(client, helped)
    assert f"Er is plaats in ‘{OFFER}’" in client.get(reverse("coach:list-today")).content.decode()
    assert 'name="offer"' not in client.get(page_of(helped)).content.decode(), "asked there already"
    morning(client, helped)
    client.post(answer, {"brought": "Hij kreeg twee vrienden."})
    as_coach(client, helped)
    assert "opbracht" in client.get(reverse("coach:list-today")).content.decode()
    take = reverse("coach:take-place", args=[helped.family.id, help_id(helped), place])
    assert "Hij kreeg twee vrienden." in client.get(take).content.decode()
    taken = client.post(
        take, {"text": "Seppe heeft twee vrienden.", "speaker": helped.mother.id}, follow=True
    ).content.decode()
    assert "Seppe heeft twee vrienden." in taken
    words = Words.objects.get(item_id=help_id(helped), slot="carried")
    assert words.text == f"{helped.mother.given_name}: Seppe heeft twee vrienden."
    assert "opbracht" not in client.get(reverse("coach:list-today")).content.decode()
    again = client.post(take, {"text": "Seppe heeft twee vrienden.", "speaker": helped.mother.id})
    assert again.status_code == 302, "pressed twice"
    assert Words.objects.filter(item_id=help_id(helped), slot="carried").count() == 1
    assert client.get(take).status_code == 404


def test_more_than_the_places_is_refused_until_one_comes_back(helped: Helped) -> None:
    place = asked(helped)
    said(helped, place)
    other = make_helped(helped.team)
    with request_transaction(other.coach):
        second = add_help(other.coach, plan_id=other.plan.id, help=HelpFields("Nog hulp", HelpState.WAITING))
    where = offer_id(helped)
    with request_transaction(other.coach):
        waiting = ask_place(other.coach, help_id=second.item_id, offer_id=where).id
    with pytest.raises(RuleBroken) as refused:
        said(helped, waiting)
    assert refused.value.code == "plans:place-full"
    with request_transaction(helped.coach):
        withdraw_place(helped.coach, family_id=helped.family.id, request_id=place)
    said(helped, waiting)
    with request_transaction(helped.coach):
        assert short_offers(helped.coach)[0].left == 0


def test_no_is_told_and_another_question_may_follow(client: Client, helped: Helped) -> None:
    said(helped, asked(helped), PlaceVerdict.NO)
    as_coach(client, helped)
    assert f"Er is geen plaats in ‘{OFFER}’" in client.get(reverse("coach:list-today")).content.decode()
    assert asked(helped)
    with pytest.raises(RuleBroken) as refused:
        asked(helped)
    assert refused.value.code == "plans:place-asked"


@pytest.mark.parametrize("sent", [{}, {"answer": "yes"}, {"answer": "no", "line": "x" * 501}])
def test_an_answer_that_is_not_clear_is_asked_again(
    client: Client, helped: Helped, sent: dict[str, str]
) -> None:
    place = asked(helped)
    morning(client, helped)
    assert client.post(reverse("partner:answer-place", args=[place]), sent).status_code == 422
    assert PlaceRequest.objects.get().verdict == ""


def test_a_place_begins_within_the_days_of_the_offer(client: Client, helped: Helped) -> None:
    place = asked(helped)
    morning(client, helped)
    answer = reverse("partner:answer-place", args=[place])
    assert f'value="{today().year}"' in client.get(answer).content.decode(), "the first day stands there"
    wrong = {"first_day": "1 1 2020", "line": "Welkom!"}
    page = client.post(answer, {"answer": "yes", **wrong})
    assert page.status_code == 422
    assert "ligt te vroeg" in page.content.decode()
    assert "Welkom!" in page.content.decode()
    assert PlaceRequest.objects.get().verdict == ""
    assert client.post(answer, {"answer": "no", **wrong}).status_code == 302, "a no needs no day"


def test_nothing_is_told_before_it_began(client: Client, helped: Helped) -> None:
    place = asked(helped)
    said(helped, place, first=today() + timedelta(days=3))
    partner = helped.team.acting(Role.PARTNER)
    with request_transaction(partner), pytest.raises(RuleBroken) as refused:
        tell_brought(partner, request_id=place, brought="Veel.")
    assert refused.value.code == "plans:place-gone"
    morning(client, helped)
    assert "nog niet begonnen" in client.get(reverse("partner:answer-place", args=[place])).content.decode()


@pytest.mark.rule(17)
@pytest.mark.parametrize("role", [Role.COACH, Role.COORDINATOR, Role.EXPERT, Role.INTAKE])
def test_nobody_answers_for_a_partner(client: Client, helped: Helped, role: Role) -> None:
    place = asked(helped)
    other = helped.team.acting(role)
    with request_transaction(other):
        assert places_asked(other) == []
    with request_transaction(other), pytest.raises(NotFound):
        answer_place(other, request_id=place, verdict=PlaceVerdict.NO)
    client.force_login(helped.team.account(role))
    assert client.get(reverse("partner:answer-place", args=[place])).status_code == 403


@pytest.mark.rule(17)
def test_a_partner_of_another_organisation_knows_nothing_of_it(client: Client, helped: Helped) -> None:
    place = asked(helped)
    elsewhere = make_team("9902")
    client.force_login(elsewhere.account(Role.PARTNER))
    assert client.get(reverse("partner:answer-place", args=[place])).status_code == 404
    partner = elsewhere.acting(Role.PARTNER)
    with request_transaction(partner), pytest.raises(NotFound):
        answer_place(partner, request_id=place, verdict=PlaceVerdict.NO)
    for which, (statement, values, kept) in enumerate(
        (
            ("SELECT plans_answer_place(%s, 'no', NULL, '')", [place], "gone"),
            ("SELECT plans_place_brought(%s, 'iets')", [place], False),
        )
    ):
        if which:
            said(helped, place)
        with request_transaction(partner), connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.fetchone() == (kept,), "nor does PostgreSQL itself take it"


def test_the_database_shows_a_partner_no_row_and_lets_the_coach_answer_none(helped: Helped) -> None:
    place = asked(helped)
    with request_transaction(helped.team.acting(Role.PARTNER)):
        assert not PlaceRequest.objects.exists()
    with (
        request_transaction(helped.coach),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE plans_placerequest SET verdict = 'no' WHERE id = %s", [place])


def test_a_place_is_asked_for_help_that_is_waited_for(client: Client, helped: Helped) -> None:
    as_coach(client, helped)
    assert client.post(page_of(helped), {}).status_code == 422
    place = asked(helped)
    client.post(reverse("coach:withdraw-place", args=[helped.family.id, help_id(helped), place]))
    assert PlaceRequest.objects.get().withdrawn_at
    assert "teruggenomen" in client.get(page_of(helped)).content.decode()


def test_taken_back_twice_it_goes_back_once(client: Client, helped: Helped) -> None:
    as_coach(client, helped)
    place = asked(helped)
    back = reverse("coach:withdraw-place", args=[helped.family.id, help_id(helped), place])
    for words in ("de vraag is teruggenomen", "Deze vraag was al teruggenomen. Er verandert niets."):
        answer = client.post(back, follow=True)
        assert answer.redirect_chain == [(page_of(helped), 302)]
        assert words in answer.content.decode()
    assert client.get(back, follow=True).redirect_chain == [(page_of(helped), 302)]
    when = PlaceRequest.objects.get().withdrawn_at
    with request_transaction(helped.coach):
        assert withdraw_place(helped.coach, family_id=helped.family.id, request_id=place) is False
    assert PlaceRequest.objects.get().withdrawn_at == when
    assert Entry.objects.filter(what="plans:place:withdrawn").count() == 1


def test_what_was_refused_meanwhile_does_not_go_back_and_that_is_said(client: Client, helped: Helped) -> None:
    as_coach(client, helped)
    place = asked(helped)
    said(helped, place, PlaceVerdict.NO)
    back = reverse("coach:withdraw-place", args=[helped.family.id, help_id(helped), place])
    assert "Deze vraag kan niet meer terug." in client.post(back, follow=True).content.decode()
    assert PlaceRequest.objects.get().withdrawn_at is None


@pytest.mark.rule(17)
def test_a_place_of_another_family_is_not_taken_back(helped: Helped) -> None:
    place, other = asked(helped), make_helped(helped.team)
    for coach, family in (
        (helped.coach, other.family),
        (make_team("9902").acting(Role.COACH), helped.family),
    ):
        with pytest.raises(NotFound), request_transaction(coach):
            withdraw_place(coach, family_id=family.id, request_id=place)
    assert PlaceRequest.objects.get().withdrawn_at is None


@pytest.mark.rule(39)
def test_a_psychologist_has_places_and_a_wait_and_tells_nothing_of_the_talks(
    client: Client, helped: Helped
) -> None:
    """Talks have places, dates and waiting of their own; what was said in them is asked nowhere."""
    psychologist = helped.team.acting(Role.PSYCHOLOGIST)
    with request_transaction(psychologist):
        talks = add_offer(
            psychologist,
            organisation_id=helped.team.assignments[Role.PSYCHOLOGIST].staff_member.organisation_id,
            name="Vijf gesprekken",
            help_type="therapy",
            kind=OfferKind.SHORT,
            track=Track(2, today(), today() + timedelta(days=60)),
            weeks=3,
            says_wait=True,
        )
    with request_transaction(helped.coach):
        place = ask_place(helped.coach, help_id=help_id(helped), offer_id=talks).id
    client.force_login(helped.team.account(Role.PSYCHOLOGIST))
    page = client.get("/", follow=True).content.decode()
    assert "Eén coach vraagt een plaats." in page
    assert "ongeveer 3 weken" in page
    assert helped.family.name not in page
    answer, tomorrow = reverse("partner:answer-place", args=[place]), today() + timedelta(days=1)
    first = {
        "first_day_day": tomorrow.day,
        "first_day_month": tomorrow.month,
        "first_day_year": tomorrow.year,
    }
    for _press in range(2):
        done = client.post(answer, {"answer": "yes", **first}, follow=True)
        assert done.redirect_chain == [(reverse("partner:list-families"), 302)]
    assert "plaats vanaf" in done.content.decode()
    assert PlaceRequest.objects.get().first_day == tomorrow
    with time_machine.travel(now() + timedelta(days=2)):
        client.force_login(helped.team.account(Role.PSYCHOLOGIST))
        assert "Vragen voor een plaats" not in client.get(reverse("partner:list-families")).content.decode()
        with request_transaction(psychologist), pytest.raises(RuleBroken) as refused:
            tell_brought(psychologist, request_id=place, brought="Hij vertelde veel.")
    assert refused.value.code == "plans:place-gone"
    assert PlaceRequest.objects.get().brought == ""


@pytest.mark.parametrize("number", [1, 3])
def test_the_questions_cost_the_same(helped: Helped, number: int, django_assert_num_queries: Any) -> None:
    where, partner = offer_id(helped), helped.team.acting(Role.PARTNER)
    for which in range(number):
        with request_transaction(helped.coach):
            made = add_help(
                helped.coach, plan_id=helped.plan.id, help=HelpFields(f"Hulp {which}", HelpState.WAITING)
            )
            ask_place(helped.coach, help_id=made.item_id, offer_id=where)
    with request_transaction(partner), django_assert_num_queries(3):
        assert len(places_asked(partner)) == number
