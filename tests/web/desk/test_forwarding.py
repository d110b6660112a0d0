"""Forwarding from the desk: what goes with it, what the sender still reads, and what is refused (rules 8 and 12)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.referrals.actions import forward, recognise_family, take_up
from eenplan.referrals.models import (
    Forwarding,
)
from eenplan.referrals.queries import decisions, referral
from tests.cast import Team
from tests.factories.referrals import where
from tests.referrals.test_doubles import close
from tests.web.desk.situations import address, received
from tests.web.desk.test_listing import text_of

pytestmark = pytest.mark.django_db

SignIn = Callable[[Team, Role], Client]


@pytest.mark.rule(8)
def test_a_file_with_more_says_why_it_stays_and_what_to_do(here: Team, there: Team, intake: Client) -> None:
    earlier, found = received(here, 20), received(here, 10)
    close(here, earlier)
    acting = here.acting(Role.INTAKE)
    with request_transaction(acting):
        (double,) = decisions(acting, referral(acting, found.id)).doubles
        recognise_family(acting, referral_id=found.id, pair=double.pair, reason="Zelfde moeder.")
    page = intake.get(address("forward-referral", found))
    assert "Dit dossier kan niet worden doorgegeven" in text_of(page)
    assert earlier.reference in text_of(page)
    sent = {"place": there.postal_code, "reason": "Ze zijn verhuisd."}
    refused = intake.post(address("forward-referral", found), sent)
    assert refused.status_code == 422
    assert "Bel het andere samenwerkingsverband" in text_of(refused)


@pytest.mark.rule(11)
def test_two_that_were_taken_up_are_judged_on_screen(here: Team, intake: Client) -> None:
    first, second = received(here, 20), received(here, 10)
    acting = here.acting(Role.INTAKE)
    for row in (first, second):
        with request_transaction(acting):
            take_up(acting, referral_id=row.id)
    with request_transaction(acting):
        (double,) = decisions(acting, referral(acting, second.id)).doubles
    path = reverse("desk:judge-same", args=[second.id, double.pair])
    assert path in intake.get(address("read-referral", second)).content.decode()
    assert "Beide dossiers blijven wat ze zijn" in text_of(intake.get(path))
    assert intake.post(path, {"reason": "De moeder zei het."}).status_code == 302
    for row, other in ((first, second), (second, first)):
        page = text_of(intake.get(address("read-referral", row)))
        assert f"Hetzelfde gezin als {other.reference}. De moeder zei het." in page
        assert path not in page


@pytest.mark.rule(8)
def test_a_family_of_elsewhere_goes_on_and_is_read_there(
    here: Team, there: Team, intake: Client, as_role: SignIn
) -> None:
    found = received(here, 10)
    page = text_of(intake.get(address("forward-referral", found)))
    assert "Ontvangen op woensdag 11 november om 10.00, beloofd tegen 11 december: dat blijft zo." in page
    sent = {"place": there.postal_code, "reason": "Ze zijn verhuisd."}
    done = intake.post(address("forward-referral", found), sent, follow=True)
    line = (
        f"{found.reference} Doorgegeven aan Verband {there.partnership.code} op zaterdag 21 november om 10.00"
    )
    assert line in text_of(done)
    assert "GEHEIM" not in done.content.decode()
    page = intake.get(address("read-referral", found))
    assert page.status_code == 200
    assert "Deze aanmelding is doorgegeven" in text_of(page)
    assert "GEHEIM" not in page.content.decode()
    for act in ("take-up-referral", "end-referral", "plan-conversation", "answer-danger"):
        late = intake.post(address(act, found), {})
        assert late.status_code == 409
        assert "Wat je net deed, is niet bewaard" in text_of(late)
    receiver = as_role(there, Role.INTAKE)
    page = text_of(receiver.get(address("read-referral", found)))
    came = f"Doorgegeven door Verband {here.partnership.code} op 21 november. Ontvangen op 11 november"
    assert came in page
    assert "Ze zijn verhuisd." in page
    assert (
        found.reference in receiver.get(reverse("desk:list-referrals")).content.decode() or "GEHEIM" in page
    )


@pytest.mark.rule(8)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"place": ""}, "Vul de postcode in"),
        ({"place": "9999"}, "Deze postcode kennen we niet"),
        ({"place": "\x00"}, "Er klopt nog iets niet"),
        ({"place": "9" * 300}, "te lang"),
        ({"reason": "  "}, "Schrijf kort waarom je dit doorgeeft."),
        ({"reason": "x" * 2001}, "te lang"),
    ],
)
def test_forwarding_wrongly_keeps_what_was_typed(
    here: Team, there: Team, intake: Client, changes: dict[str, str], said: str
) -> None:
    found = received(here)
    sent = {"place": there.postal_code, "reason": "Verhuisd naar 🏡 ديار"} | changes
    page = intake.post(address("forward-referral", found), sent)
    assert page.status_code == 422
    assert said in text_of(page)
    assert "reason" in changes or "🏡 ديار" in page.content.decode()
    assert not Forwarding.objects.exists()


@pytest.mark.rule(8)
def test_our_own_area_is_not_elsewhere(here: Team, intake: Client) -> None:
    page = intake.post(
        address("forward-referral", received(here)), {"place": here.postal_code, "reason": "Zomaar"}
    )
    assert page.status_code == 422
    assert "Deze gemeente hoort bij ons eigen gebied." in text_of(page)


@pytest.mark.rule(8)
def test_sent_twice_it_went_once(here: Team, there: Team, intake: Client) -> None:
    found = received(here)
    sent = {"place": there.postal_code, "reason": "Verhuisd."}
    assert intake.post(address("forward-referral", found), sent).status_code == 302
    assert intake.post(address("forward-referral", found), sent).status_code == 409
    assert Forwarding.objects.count() == 1


@pytest.mark.rule(7)
def test_a_family_of_elsewhere_with_danger_says_where_it_belongs(
    here: Team, there: Team, intake: Client
) -> None:
    from eenplan.referrals.actions import receive
    from tests.factories.referrals import form

    acting = here.acting(Role.INTAKE)
    with request_transaction(acting):
        row = receive(acting, form=form(acute_danger=True), area=where(there), sent_token=uuid4())
    page = text_of(intake.get(address("read-referral", row)))
    assert f"Op de dag van ontvangst hoorde deze gemeente bij Verband {there.partnership.code}." in page
    assert "Er is acuut gevaar gemeld" in page


@pytest.mark.rule(8)
def test_the_line_of_the_sender_is_for_the_desk_alone(here: Team, there: Team, as_role: SignIn) -> None:
    found = received(here)
    acting = here.acting(Role.INTAKE)
    with request_transaction(acting):
        forward(acting, referral_id=found.id, area=where(there), reason="Verhuisd.")
    assert as_role(here, Role.COACH).get(reverse("desk:list-forwarded")).status_code == 403
    assert as_role(here, Role.COACH).get(address("read-referral", found)).status_code == 403
    assert (
        found.reference
        in as_role(here, Role.COORDINATOR).get(reverse("desk:list-forwarded")).content.decode()
    )
