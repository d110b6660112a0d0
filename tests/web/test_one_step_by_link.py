"""A neighbour without an account answers one step by a link: that step and nothing else, as long as the family shares it."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.consent.enums import OutsideKind, RecipientKind, Said
from eenplan.consent.models import Grant
from eenplan.consent.rules import Recipient
from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.plans.actions import take_out, tick_action
from eenplan.plans.actions.links import end_link, make_link
from eenplan.plans.models import Action, ActionLink, StepReply
from eenplan.plans.queries.links import step_of_link
from tests.cast import MARKER, make_team
from tests.factories.consent import make_share, say
from tests.factories.plans import Helped, activate, add_family_goal, add_step, make_helped, mark_all_domains
from tests.once import once
from tests.plans.test_closing import close

pytestmark = pytest.mark.django_db

STEP = "Op woensdag de kinderen ophalen"
NEIGHBOUR = Recipient(RecipientKind.OUTSIDE, name="Rita Voorbeeld", outside_kind=OutsideKind.SUPPORT_FIGURE)


@once
def helped() -> Helped:
    """A family of which one step is a neighbour's."""
    helped = make_helped(make_team())
    mark_all_domains(helped)
    goal = add_family_goal(helped, MARKER.format("doel"), domain="school")
    add_step(helped, STEP, goal_id=goal, network_name="Rita Voorbeeld")
    add_step(helped, MARKER.format("andere-stap"), goal_id=goal, person_id=helped.mother.id)
    activate(helped)
    return helped


def step(helped: Helped) -> Action:
    return Action.objects.get(family=helped.family, network_name="Rita Voorbeeld")


def shared(helped: Helped, said: Said | None = Said.GIVEN, **changes: Any) -> Grant:
    given = {"parts": ("life:school",), **changes}
    grant = make_share(helped.coach, helped.family.id, NEIGHBOUR, helped.mother.id, **given)
    if said:
        say(helped.coach, grant, helped.mother.id, said)
    return grant


def link(helped: Helped, grant: Grant | None = None) -> str:
    share = grant or shared(helped)
    with request_transaction(helped.coach):
        return make_link(
            helped.coach, family_id=helped.family.id, action_id=step(helped).pk, grant_id=share.id
        )


def opened(client: Client, token: str) -> Any:
    """The page to which the link leads."""
    return client.get(reverse("helper:open-link", args=[token]), follow=True)


def answer(client: Client, **said: str) -> Any:
    return client.post(reverse("helper:answer-link"), said, follow=True)


@pytest.mark.rule(29)
def test_the_link_shows_one_step_and_nothing_else_of_the_family(client: Client, helped: Helped) -> None:
    page = opened(client, link(helped))
    text = page.content.decode()
    assert STEP in text
    assert helped.family.name not in text
    assert "GEHEIM" not in text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in text


def test_the_page_with_the_form_does_not_hold_the_key(client: Client, helped: Helped) -> None:
    token = link(helped)
    first = client.get(reverse("helper:open-link", args=[token]))
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert token not in first.headers["Location"]
    page = client.get(first.headers["Location"])
    assert token not in page.content.decode()
    cookie = client.cookies["eenplan_step"]
    assert cookie["httponly"]
    assert cookie["path"] == reverse("helper:answer-link")


def test_done_is_done_and_the_link_ends(client: Client, helped: Helped) -> None:
    token = link(helped)
    opened(client, token)
    assert "Bedankt" in answer(client, answer="done", line="Graag gedaan").content.decode()
    assert step(helped).done_on == today()
    reply = StepReply.objects.get()
    assert (reply.said, reply.line, reply.staff_member_id) == ("done", "Graag gedaan", None)
    again = opened(client, token)
    assert again.status_code == 404
    assert STEP not in again.content.decode()
    with request_transaction(helped.coach):
        tick_action(helped.coach, action_id=step(helped).pk, done=False)
    assert opened(client, token).status_code == 404, "also when it is to be done again"


def test_what_does_not_work_out_is_told_to_the_coach(client: Client, helped: Helped) -> None:
    token = link(helped)
    opened(client, token)
    silent = answer(client, answer="stuck", line=" ")
    assert silent.status_code == 422
    assert "Schrijf in een zin wat er niet lukt." in silent.content.decode()
    answer(client, answer="stuck", line="Ik ben woensdag weg.")
    assert step(helped).done_on is None
    client.force_login(helped.team.account(Role.COACH))
    page = client.get(reverse("coach:list-today")).content.decode()
    assert "Het lukt Rita Voorbeeld niet" in page
    assert "Ik ben woensdag weg." in page
    assert opened(client, token).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"answer": "undone"}, {"answer": "done", "line": "x" * 501}])
def test_what_is_not_clear_is_asked_again(client: Client, helped: Helped, sent: dict[str, str]) -> None:
    opened(client, link(helped))
    assert answer(client, **sent).status_code == 422
    assert not StepReply.objects.exists()


@pytest.mark.rule(29)
@pytest.mark.parametrize("said", [None, Said.REFUSED])
def test_without_the_yes_of_the_family_there_is_no_link(helped: Helped, said: Said | None) -> None:
    grant = shared(helped, said)
    with pytest.raises(RuleBroken) as refused:
        link(helped, grant)
    assert refused.value.code == "plans:link-not-shared"
    assert not ActionLink.objects.exists()


@pytest.mark.rule(29)
def test_a_yes_to_another_part_of_the_plan_is_no_yes_to_the_step(helped: Helped) -> None:
    with pytest.raises(RuleBroken) as refused:
        link(helped, shared(helped, parts=("life:money",)))
    assert refused.value.code == "plans:link-not-shared"


@pytest.mark.rule(30)
def test_a_withdrawal_closes_the_link_at_once(client: Client, helped: Helped) -> None:
    grant = shared(helped)
    token = link(helped, grant)
    assert opened(client, token).status_code == 200
    say(helped.coach, grant, helped.mother.id, Said.WITHDRAWN)
    assert answer(client, answer="done").status_code == 404
    assert step(helped).done_on is None


def test_it_ends_by_itself_after_its_term_and_with_the_share(
    client: Client, helped: Helped, settings: Any
) -> None:
    settings.ACTION_LINK_DAYS = 10
    long, short = link(helped), link(helped, shared(helped, until=today() + timedelta(days=2)))
    assert sorted((row.last_day - today()).days for row in ActionLink.objects.all()) == [2, 10]
    with time_machine.travel(now() + timedelta(days=3)):
        assert opened(client, long).status_code == 200
        assert opened(client, short).status_code == 404
    with time_machine.travel(now() + timedelta(days=11)):
        assert opened(client, long).status_code == 404


@pytest.mark.rule(36)
def test_a_step_that_is_told_in_confidence_later_is_shown_no_more(client: Client, helped: Helped) -> None:
    token = link(helped)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE families_item SET released_to_all = false, confidential = true WHERE id = %s",
            [step(helped).pk],
        )
    assert opened(client, token).status_code == 404


@pytest.mark.parametrize("how", ["done", "taken-out", "closed"])
def test_a_step_that_is_no_longer_to_be_done_opens_nothing(client: Client, helped: Helped, how: str) -> None:
    token, which = link(helped), step(helped).pk
    assert opened(client, token).status_code == 200
    if how == "closed":
        close(helped, told_of_retention_on=today(), left_reason="Ze gaan er zelf mee verder.")
    else:
        with request_transaction(helped.coach):
            if how == "done":
                tick_action(helped.coach, action_id=which)
            else:
                take_out(helped.coach, item_id=which)
    assert answer(client, answer="stuck", line="Ik kan niet.").status_code == 404
    assert opened(client, token).status_code == 404
    assert not StepReply.objects.exists()


def test_the_coach_takes_it_back(client: Client, helped: Helped) -> None:
    token = link(helped)
    client.force_login(helped.team.account(Role.COACH))
    end = reverse("coach:end-link", args=[helped.family.id, ActionLink.objects.get().id])
    assert [client.post(end).status_code for _press in range(2)] == [302, 302]
    assert opened(client, token).status_code == 404


def test_the_coach_makes_it_and_sees_it_once(client: Client, helped: Helped) -> None:
    page = reverse("coach:link-step", args=[helped.family.id, step(helped).pk])
    client.force_login(helped.team.account(Role.COACH))
    assert "Vraag eerst of het mag" in client.get(page).content.decode()
    grant = shared(helped)
    assert client.post(page, {}).status_code == 422
    made = client.post(page, {"grant": grant.id}).content.decode()
    address = made.split('readonly value="')[1].split('"')[0]
    assert "/stap/" in address
    later = client.get(page).content.decode()
    assert address not in later
    assert "Stopzetten" in later
    assert ActionLink.objects.get().token_hash not in address
    with request_transaction(helped.coach):
        tick_action(helped.coach, action_id=step(helped).pk)
    done = client.get(page).content.decode()
    assert "Deze stap is al gedaan" in done
    assert "Link maken" not in done


@pytest.mark.rule(17)
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.INTAKE, Role.PARTNER, Role.PSYCHOLOGIST])
def test_nobody_but_the_coach_makes_or_ends_one(helped: Helped, role: Role) -> None:
    grant = shared(helped)
    link(helped, grant)
    other, which, made = helped.team.acting(role), step(helped).pk, ActionLink.objects.get().id
    with request_transaction(other), pytest.raises(NotFound):
        make_link(other, family_id=helped.family.id, action_id=which, grant_id=grant.id)
    with request_transaction(other), pytest.raises(NotFound):
        end_link(other, family_id=helped.family.id, link_id=made)


def test_the_database_refuses_a_link_without_the_yes(helped: Helped) -> None:
    grant = shared(helped, None)
    coach = helped.coach
    with (
        request_transaction(coach),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        cursor.execute(
            "INSERT INTO plans_actionlink (id, family_id, action_id, grant_id, token_hash, last_day, made_at, made_by_id)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 'x', %s, now(), %s)",
            [helped.family.id, step(helped).pk, grant.id, today(), coach.actor_id],
        )


def test_a_stranger_learns_nothing_from_a_guess(client: Client, helped: Helped) -> None:
    link(helped)
    assert opened(client, "x" * 200).status_code == 404
    assert client.get(reverse("helper:answer-link")).status_code == 404
    client.cookies["eenplan_step"] = "zelfgemaakt"
    assert client.get(reverse("helper:answer-link")).status_code == 404
    with request_transaction():
        assert step_of_link(["0" * 64]) is None


def test_guessing_is_counted(client: Client, helped: Helped, settings: Any) -> None:
    settings.LIMITS_TIMES = 1
    answers = {opened(client, f"{UUID(int=number)}").status_code for number in range(40)}
    assert 429 in answers


def test_reading_and_answering_stand_in_the_audit_as_whom_it_was_shared_with(
    client: Client, helped: Helped
) -> None:
    grant = shared(helped)
    token = link(helped, grant)
    opened(client, token)
    answer(client, answer="done")
    grant.refresh_from_db()
    rows = Entry.objects.filter(actor_id=grant.actor_id, families__contains=[helped.family.id])
    assert {row.what for row in rows} == {"plans:action-link", "plans:action:link-done"}
    made = Entry.objects.filter(actor_id=helped.coach.actor_id, what="plans:action-link:made")
    assert made.get(families__contains=[helped.family.id]).subject_id == ActionLink.objects.get().id


def test_the_key_stands_in_no_log(client: Client, helped: Helped, caplog: pytest.LogCaptureFixture) -> None:
    token = link(helped)
    with caplog.at_level(logging.DEBUG):
        opened(client, token)
        answer(client, answer="stuck", line="GEHEIM-regel")
        client.get(reverse("helper:open-link", args=["verkeerd"]), follow=True)
    assert "GEHEIM-regel" not in caplog.text
    assert not ActionLink.objects.filter(token_hash=token).exists()


def test_it_speaks_the_six_languages(client: Client, helped: Helped) -> None:
    token = link(helped)
    client.cookies["django_language"] = "ar"
    page = opened(client, token).content.decode()
    assert 'dir="rtl"' in page
    assert STEP in page
