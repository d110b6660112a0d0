"""What is decided at the desk: forwarding, danger, consults, crisis hotlines and families that are known already."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson
from eenplan.families.enums import PersonRole
from eenplan.plans.models import CoachAssignment
from eenplan.referrals.actions import forward, recognise_family, take_up
from eenplan.referrals.enums import OutcomeKind, ReferrerType, State
from eenplan.referrals.models import (
    Consult,
    CrisisCall,
    DangerReport,
    DangerResponse,
    DoubleVerdict,
    Forwarding,
    Outcome,
    Referral,
)
from eenplan.referrals.queries import decisions, referral
from tests.cast import Team
from tests.factories.referrals import make_referral, send_form, where
from tests.referrals.test_doubles import OTHER, close
from tests.referrals.test_knows import CONSULT
from tests.web.desk.situations import NOW, address, received, taken_up, with_coach
from tests.web.desk.test_listing import text_of

pytestmark = pytest.mark.django_db

SignIn = Callable[[Team, Role], Client]

ANSWER = {
    "who": "Sara Voorbeeld", "organisation": "CKG De Proef", "act": "crisis_hotline", "on": "21/11/2026",
    "at": "9.30", "agreed": "Zij gaan vanavond langs.",
}  # fmt: skip
CALL = {
    "hotline": "Crisismeldpunt Limburg", "kind": "dispatch", "on": "20/11/2026", "at": "9.30",
    "by": "De school", "agreed": "unclear", "text": "Iemand ging langs.",
}  # fmt: skip


def consulted(here: Team, **changes: str) -> dict[str, str]:
    sent = {
        "on": "21/11/2026", "given_by": str(here.acting(Role.INTAKE).actor_id), "advice": "Ga samen naar de huisarts.",
        "step_1-text": "Een afspraak maken", "step_1-by": "1/12/2026", "family_told": "yes",
        "call_back_on": "5/12/2026",
    }  # fmt: skip
    return sent | changes


# Forwarding (rule 8)


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


# Danger (rule 12)


@pytest.mark.rule(12)
def test_danger_is_on_every_page_until_it_is_answered(here: Team, intake: Client) -> None:
    found = received(here, acute_danger=True)
    pages = [
        "read-referral",
        "end-referral",
        "forward-referral",
        "consult-only",
        "correct-receipt",
        "name-double",
    ]
    for name in pages:
        assert "Er is acuut gevaar gemeld" in text_of(intake.get(address(name, found))), name
    intake.post(address("take-up-referral", found))
    assert "Er is acuut gevaar gemeld" in text_of(intake.get(address("plan-conversation", found)))
    done = text_of(intake.post(address("answer-danger", found), ANSWER, follow=True))
    said = "Sara Voorbeeld (CKG De Proef) belde het crisismeldpunt op zaterdag 21 november om 9.30."
    assert f"{said} Afgesproken: Zij gaan vanavond langs." in done
    assert "Er is acuut gevaar gemeld" not in done
    assert "Er is acuut gevaar gemeld" not in text_of(intake.get(address("plan-conversation", found)))


@pytest.mark.rule(12)
def test_danger_is_not_ended_at_the_desk(here: Team, intake: Client) -> None:
    found = received(here, acute_danger=True)
    sent = {"kind": "withdrawn", "reason_code": "family_decides", "reason": "liever niet"}
    page = intake.post(address("end-referral", found), sent)
    assert page.status_code == 422
    assert "Noteer eerst wie wat deed." in text_of(page)
    assert "liever niet" in page.content.decode()
    page = intake.post(address("consult-only", found), consulted(here))
    assert "Noteer eerst wie wat deed." in text_of(page)
    assert not Outcome.objects.exists()


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"who": ""}, "Vul de naam in van wie iets deed."),
        ({"act": ""}, "Kies wat die persoon deed."),
        ({"act": "bidden"}, "Kies een van de antwoorden die er staan."),
        ({"agreed": " "}, "Schrijf wat er is afgesproken."),
        ({"at": "straks"}, "Schrijf het uur zoals 14.30 of 9u."),
        ({"at": "11.00"}, "Dit moment moet nog komen."),
        ({"on": "22/11/2026"}, "Er klopt nog iets niet"),
        ({"who": "x" * 201}, "te lang"),
    ],
)
def test_answering_wrongly_keeps_what_was_typed(
    here: Team, intake: Client, changes: dict[str, str], said: str
) -> None:
    found = received(here, acute_danger=True)
    page = intake.post(address("answer-danger", found), ANSWER | changes)
    assert page.status_code == 422
    assert said in text_of(page)
    assert "CKG De Proef" in page.content.decode()
    assert not DangerResponse.objects.exists()


@pytest.mark.rule(12)
def test_danger_is_said_later(here: Team, intake: Client) -> None:
    found = taken_up(here)
    assert intake.post(address("report-danger", found), {"text": " "}).status_code == 422
    done = text_of(intake.post(address("report-danger", found), {"text": "Er werd geroepen."}, follow=True))
    assert "Er is acuut gevaar gemeld Er werd geroepen." in done
    assert "acuut gevaar" in text_of(intake.get(reverse("desk:list-referrals")))
    assert DangerReport.objects.count() == 1
    page = intake.post(address("answer-danger", received(here)), ANSWER)
    assert "Bij deze aanmelding is geen acuut gevaar gemeld." in text_of(page)


# Crisis hotlines


def test_a_crisis_call_is_noted_and_says_until_when(here: Team, intake: Client) -> None:
    found = received(here, referrer_type=ReferrerType.CRISIS)
    assert "Een crisismeldpunt meldde dit gezin aan." in text_of(intake.get(address("read-referral", found)))
    done = text_of(intake.post(address("note-crisis-call", found), CALL, follow=True))
    assert "De school sprak met Crisismeldpunt Limburg: er werd hulp gestuurd." in done
    assert (
        "Akkoord van het gezin: nog niet duidelijk. Dat mag zo blijven tot maandag 23 november om 9.30."
        in done
    )
    assert "Een crisismeldpunt meldde dit gezin aan." not in done
    for missing in ("hotline", "kind", "on", "at", "by", "agreed"):
        assert intake.post(address("note-crisis-call", found), CALL | {missing: ""}).status_code == 422
    assert CrisisCall.objects.count() == 1


# Consult (rule 9)


@pytest.mark.rule(9)
def test_a_consult_ends_it_and_gives_the_referrer_a_page_without_the_family(
    here: Team, intake: Client
) -> None:
    found = received(here)
    done = intake.post(address("consult-only", found), consulted(here), follow=True)
    page, html = text_of(done), done.content.decode()
    assert "Ga samen naar de huisarts." in page
    assert "Een afspraak maken dinsdag 1 december" in page
    assert found.reference in page
    main = html[html.index("<main") : html.index("</main>")]
    assert "GEHEIM" not in main
    assert "mailto:aanmelder%40example.org?subject=" in main
    assert "Terugbellen op zaterdag 5 december" in text_of(intake.get(address("read-referral", found)))
    again = intake.post(address("consult-only", found), consulted(here))
    assert again.status_code == 422
    assert "Een aanmelding krijgt één uitkomst" in text_of(again)
    assert Consult.objects.count() == 1


@pytest.mark.rule(9)
def test_calling_back_stays_on_the_desk_until_it_is_done(here: Team, intake: Client, as_role: SignIn) -> None:
    found = received(here)
    intake.post(address("consult-only", found), consulted(here))
    assert "Vandaag terugbellen" not in text_of(intake.get(reverse("desk:list-referrals")))
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        intake = as_role(here, Role.INTAKE)
        assert "Vandaag terugbellen na een overleg" in text_of(intake.get(reverse("desk:list-referrals")))
        sent = {"on": "6/12/2026", "note": "Het gaat beter."}
        done = text_of(intake.post(address("call-back", found), sent, follow=True))
        assert "Aanmelder teruggebeld op 6 december. Het gaat beter." in done
        assert "Vandaag terugbellen" not in text_of(intake.get(reverse("desk:list-referrals")))
        again = intake.post(address("call-back", found), sent)
        assert "Er moet niet meer worden teruggebeld." in text_of(again)


@pytest.mark.rule(9)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"advice": ""}, "Schrijf kort welk advies je gaf."),
        ({"advice": "Bel GEHEIM-moeder"}, "Hier staat een naam van het gezin"),
        ({"step_1-text": "", "step_1-by": ""}, "Noteer minstens één ding dat de aanmelder zelf zal doen"),
        ({"step_1-by": ""}, "Vul in tegen welke dag dit gebeurt."),
        ({"step_2-by": "3/12/2026"}, "Schrijf wat de aanmelder tegen die dag zal doen."),
        ({"step_1-by": "1/11/2026"}, "Een stap heeft een dag van vóór het overleg."),
        ({"given_by": "iemand"}, "Kies een van de antwoorden die er staan."),
        ({"on": "1/11/2026"}, "Deze dag ligt vóór de aanmelding."),
        ({"advice": "x" * 4001}, "te lang"),
    ],
)
def test_a_consult_that_lacks_something_keeps_what_was_typed(
    here: Team, intake: Client, changes: dict[str, str], said: str
) -> None:
    found = received(here)
    page = intake.post(address("consult-only", found), consulted(here, **changes))
    assert page.status_code == 422
    assert said in text_of(page)
    assert "step_1-text" in changes or "Een afspraak maken" in page.content.decode()
    assert not Consult.objects.exists()


@pytest.mark.rule(9)
def test_a_consult_without_names_becomes_a_referral_when_the_family_agrees(
    here: Team, intake: Client
) -> None:
    found = send_form(here, **CONSULT)
    page = text_of(intake.get(address("read-referral", found)))
    assert "Een overleg zonder namen" in page
    sent = {"family_name": "Voorbeeld", "agreed": "Mama belde zelf.", "phone": "089 00 00 12", "safe": "yes"}
    for missing in ("family_name", "agreed", "safe"):
        assert intake.post(address("name-family", found), sent | {missing: ""}).status_code == 422
    done = text_of(intake.post(address("name-family", found), sent, follow=True))
    assert "het overleg is nu een aanmelding" in done
    assert "Voorbeeld" in done
    assert "Een overleg zonder namen" not in done
    assert "Aanmelding opnemen" in done


# Doubles (rule 11)


@pytest.mark.rule(11)
def test_a_family_known_elsewhere_is_flagged_without_its_file(
    here: Team, there: Team, intake: Client
) -> None:
    far = make_referral(there, received_at=NOW - timedelta(days=30), family_name="GEHEIM-elders")
    found = received(here, family_name="Hier")
    page = intake.get(address("read-referral", found))
    said = f"Bij Verband {there.partnership.code}, sinds 22 oktober, en nog bezig."
    assert f"Misschien kennen we dit gezin al {said}" in text_of(page)
    assert "GEHEIM-elders" not in page.content.decode()
    assert far.reference not in page.content.decode()
    assert str(far.family_id) not in page.content.decode()
    assert str(far.id) not in page.content.decode()


@pytest.mark.rule(11)
def test_both_answers_to_a_flag(here: Team, intake: Client) -> None:
    known = taken_up(here, 5, family_name="Bekend")
    found = received(here, family_name="Nieuw")
    page = intake.get(address("read-referral", found)).content.decode()
    assert f"Bekend · {known.reference}" in page
    same, other = re.findall(r'href="([^"]+/dubbel/[^"]+)"', page)
    assert intake.post(other, {"reason": " "}).status_code == 422
    assert intake.post(same, {"reason": ""}).status_code == 422
    assert not DoubleVerdict.objects.exists()
    done = text_of(intake.post(same, {"reason": "Zelfde moeder."}, follow=True))
    assert "het is hetzelfde gezin; deze aanmelding is afgerond als dubbel." in done
    assert f"Hetzelfde gezin als {known.reference}. Zelfde moeder." in done
    late = intake.post(other, {"reason": "Toch niet."}, follow=True)
    assert "Hierover is intussen al beslist." in text_of(late)
    assert Outcome.objects.get(referral=found).kind == OutcomeKind.DUPLICATE
    assert "Dit gezin is al bij ons bekend" in text_of(intake.get(address("read-referral", known)))


@pytest.mark.rule(11)
def test_the_coach_hears_that_the_family_was_referred_again(
    here: Team, intake: Client, as_role: SignIn
) -> None:
    with_coach(here, 5)
    found = received(here)
    page = intake.get(address("read-referral", found)).content.decode()
    same, _other = re.findall(r'href="([^"]+/dubbel/[^"]+)"', page)
    intake.post(same, {"reason": "Zelfde moeder."})
    page = text_of(as_role(here, Role.COACH).get(reverse("coach:list-today")))
    assert "GEHEIM-familienaam · opnieuw aangemeld op 19 november" in page
    assert "25 dagen" in page  # the clock of the first one runs on


@pytest.mark.rule(11)
def test_another_family_takes_the_flag_away(here: Team, intake: Client) -> None:
    received(here, family_name="Bekend")
    found = received(here, family_name="Nieuw")
    page = intake.get(address("read-referral", found)).content.decode()
    _same, other = re.findall(r'href="([^"]+/dubbel/[^"]+)"', page)
    done = text_of(intake.post(other, {"reason": "Neven."}, follow=True))
    assert "Misschien kennen we dit gezin al" not in done
    assert "Leek op een ander dossier, maar is een ander gezin. Neven." in done


@pytest.mark.rule(11)
def test_who_comes_back_starts_anew_in_the_same_file(here: Team, intake: Client) -> None:
    first = make_referral(here, received_at=now() - timedelta(days=200))
    close(here, first)
    found = received(here)
    page = intake.get(address("read-referral", found)).content.decode()
    same, _other = re.findall(r'href="([^"]+/dubbel/[^"]+)"', page)
    done = text_of(intake.post(same, {"reason": "Mama belde."}, follow=True))
    assert "Dit gezin was al eens bij ons Neem de aanmelding op" in done
    assert first.reference in done
    intake.post(address("take-up-referral", found))
    coach = str(here.assignments[Role.COACH].staff_member_id)
    done = text_of(intake.post(address("choose-coach", found), {"coach": coach}, follow=True))
    assert "is de coach." in done
    assert CoachAssignment.objects.filter(family_id=first.family_id).count() == 2


@pytest.mark.rule(11)
def test_by_number_where_nothing_was_flagged(here: Team, intake: Client) -> None:
    known, found = taken_up(here, 5), received(here, **OTHER)
    for wrong in ("", "K7M-4QX2", "¯\\_(ツ)_/¯", "x" * 30):
        sent = {"reference": wrong, "reason": "Zelfde gezin."}
        page = intake.post(address("name-double", found), sent)
        assert page.status_code == 422
        assert "Zelfde gezin." in page.content.decode()
    sent = {"reference": known.reference, "reason": "Zelfde gezin."}
    assert intake.post(address("name-double", found), sent).status_code == 302
    assert Referral.objects.get(id=found.id).family_id == known.family_id


# What ends otherwise, and who may not


@pytest.mark.rule(9)
def test_what_was_taken_up_says_how_it_ends(here: Team, as_role: SignIn) -> None:
    browser = as_role(here, Role.COORDINATOR)
    assert "Kies eerst een coach: die rondt het traject af" in text_of(
        browser.get(address("read-referral", taken_up(here)))
    )
    child = NewPerson(PersonRole.CHILD, "Kind", birth_date=date(2019, 1, 1))
    second = with_coach(here, family_name="Tweede", persons=(child,), details=())
    page = browser.get(address("read-referral", second))
    assert "Stopt de hulp, ook vóór er een plan is? Dan rondt" in text_of(page)
    assert "/afronden/" in page.content.decode()


@pytest.mark.rule(5)
def test_no_act_of_the_desk_pauses_or_ends_what_a_coach_has(here: Team, intake: Client) -> None:
    found = with_coach(here)
    before = list(CoachAssignment.objects.values())
    for act, sent in (
        ("end-referral", {"kind": "withdrawn", "reason_code": "other_help", "reason": "wacht op een dienst"}),
        ("consult-only", consulted(here)),
        ("forward-referral", {"place": "9901", "reason": "wacht"}),
        ("name-double", {"reference": found.reference, "reason": "wacht"}),
        ("name-family", {"family_name": "x", "agreed": "x", "safe": "yes"}),
    ):
        assert intake.post(address(act, found), sent).status_code == 422, act
    assert list(CoachAssignment.objects.values()) == before
    assert Referral.objects.get().state == State.COACH_GIVEN


ACTS = (
    "forward-referral", "report-danger", "answer-danger", "note-crisis-call", "consult-only", "read-consult",
    "call-back", "name-double", "name-family",
)  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_another_team_and_other_roles_may_not(here: Team, there: Team, as_role: SignIn, act: str) -> None:
    found = received(here)
    stranger = as_role(there, Role.INTAKE)
    assert stranger.get(address(act, found)).status_code == 404
    assert stranger.post(address(act, found), {}).status_code in (404, 405)
    for role in (Role.COACH, Role.PARTNER, Role.ADMIN, Role.PSYCHOLOGIST):
        assert as_role(here, role).get(address(act, found)).status_code == 403
    visitor = Client()
    assert visitor.get(address(act, found)).status_code == 302


def test_another_team_does_not_judge(here: Team, there: Team, as_role: SignIn) -> None:
    found = received(here)
    received(here, family_name="Nieuw")
    stranger = as_role(there, Role.INTAKE)
    for name in ("judge-same", "judge-other"):
        href = reverse(f"desk:{name}", args=[found.id, uuid4()])
        assert stranger.get(href).status_code == 404


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
