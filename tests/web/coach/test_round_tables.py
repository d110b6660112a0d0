"""A round table from the coach's side and the family's: planned, asked, talked about at the table, and read back by each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override, pgettext
from icalendar import Calendar
from pypdf import PdfReader

from eenplan.consent.enums import Part
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.families.actions import Labels, issue_card, relabel
from eenplan.families.models import Person, Words
from eenplan.plans.actions import TeamFields, note_team_member
from eenplan.plans.enums import Secrecy, TeamKind
from eenplan.plans.models import Action, RoundTable, Seat, TableDecision, TablePoint
from eenplan.web.shared.idle import COOKIE
from tests.cast import MARKER, Team
from tests.factories.consent import make_agreed, with_worker
from tests.factories.plans import Helped, add_family_goal
from tests.once import once
from tests.web.coach.conftest import NOW, typed_date

pytestmark = pytest.mark.django_db

WHISPER, GOAL, SPOKEN = (MARKER.format(word) for word in ("fluister", "samen-eten", "gezegd"))
Enter = Callable[[str], Client]


@dataclass
class Table:
    """A round table of the family with a goal for all, one in confidence, the mother, a teacher and a neighbour."""

    helped: Helped
    id: UUID
    teacher: UUID

    def href(self, name: str, *more: Any) -> str:
        """An address of it, for the coach."""
        return reverse(f"coach:{name}", args=[self.helped.family.id, self.id, *more])

    def seat(self, name: str) -> Seat:
        """Somebody's seat."""
        return Seat.objects.get(table_id=self.id, name=name)

    @property
    def mothers(self) -> Seat:
        """The mother's seat."""
        return Seat.objects.get(table_id=self.id, person=self.helped.mother)


def plan(alice: Client, helped: Helped, **changes: str) -> Any:
    """Send the form with when and where."""
    data = {
        **typed_date("on", NOW + timedelta(days=7)),
        "at": "14.30",
        "minutes": "90",
        "where": "elsewhere",
        "place": "Huis van het Kind",
        **changes,
    }
    return alice.post(reverse("coach:plan-round-table", args=[helped.family.id]), data)


@once(at=NOW)
def table(here: Team, helped: Helped) -> Table:
    """Planned, agreed and with an agenda: all through the pages, by Alice."""
    alice = Client()
    alice.force_login(here.account(Role.COACH))
    goal, secret = add_family_goal(helped, GOAL), add_family_goal(helped, WHISPER)
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=secret, labels=Labels(confidential=True))
        teacher = note_team_member(
            helped.coach,
            plan_id=helped.plan.id,
            member=TeamFields("Juf Lies", TeamKind.PROFESSIONAL, secrecy=Secrecy.NO),
        ).item_id
    answer = plan(alice, helped)
    made = RoundTable.objects.get()
    assert answer.url == reverse("coach:ask-round-table", args=[helped.family.id, made.pk])
    table = Table(helped, made.pk, teacher)
    asked = {f"seat_{one.id.hex}": "not" for one in helped.people if one.due_date is None} | {
        f"seat_{helped.mother.id.hex}": "must",
        f"seat_{teacher.hex}": "may",
        "others": "Buurvrouw Rita\n\n",
        "agreed_with": str(helped.mother.id),
    }
    assert alice.post(answer.url, asked).url == table.href("set-agenda")
    chosen = {"pieces": [str(goal), str(secret)], "own": "Wie haalt Seppe op woensdag?"}
    assert alice.post(table.href("set-agenda"), chosen).url == table.href("read-round-table")
    return table


def card_of(helped: Helped, person: Person) -> Client:
    """A phone with somebody's card open."""
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=person.id)
    phone = Client()
    assert phone.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
    return phone


def sit(alice: Client, table: Table, *seats: Seat) -> None:
    """They sit down, with the screen in the middle."""
    answer = alice.post(table.href("sit-down"), {"who": [str(one.id) for one in seats]})
    assert answer.url == table.href("at-table")


def text_of(answer: Any) -> str:
    """What a page says."""
    return str(answer.content.decode())


def test_planned_asked_and_with_an_agenda_it_stands_on_the_coach_s_pages(alice: Client, table: Table) -> None:
    page = text_of(alice.get(table.href("read-round-table")))
    for told in (
        "Woensdag 25 november, van 14.30 tot 16.00",
        "Huis van het Kind",
        "Juf Lies",
        "Buurvrouw Rita",
    ):
        assert told in page
    assert GOAL in page
    assert WHISPER in page
    for where in (reverse("coach:list-today"), reverse("coach:read-family", args=[table.helped.family.id])):
        assert table.href("read-round-table") in text_of(alice.get(where))


def test_bad_input_says_how_to_mend_it_keeps_what_was_typed_and_changes_nothing(
    alice: Client, helped: Helped
) -> None:
    answer = plan(alice, helped, place="")
    assert answer.status_code == 422
    assert "Schrijf op welke plek het is." in text_of(answer)
    assert 'value="14.30"' in text_of(answer)
    answer = plan(alice, helped, **typed_date("on", NOW), at="9u")
    assert "Dit moment is al voorbij" in text_of(answer)
    assert not RoundTable.objects.exists()


def test_who_plans_it_is_on_the_list_at_first_and_whoever_else_is_chosen(
    alice: Client, helped: Helped
) -> None:
    worker = helped.team.assignments[Role.COACH].staff_member
    with request_transaction(helped.coach):
        own, other = (
            note_team_member(
                helped.coach,
                plan_id=helped.plan.id,
                member=TeamFields(name, TeamKind.PROFESSIONAL, secrecy=Secrecy.YES, staff_member_id=staff),
            ).item_id
            for name, staff in (("Alice", worker.id), ("Juf Lies", None))
        )
    page = text_of(alice.get(plan(alice, helped).url))
    for member, shown in ((own, "must"), (other, "not")):
        field = page.split(f'name="seat_{member.hex}"')[1].split("</select>")[0]
        assert f'value="{shown}" selected' in field


def test_nobody_is_asked_without_the_family(alice: Client, table: Table) -> None:
    nobody = {f"seat_{one.id.hex}": "not" for one in table.helped.people if one.due_date is None}
    nobody |= {f"seat_{table.teacher.hex}": "may", "agreed_with": str(table.helped.mother.id)}
    answer = alice.post(table.href("ask-round-table"), nobody)
    assert answer.status_code == 422
    assert "Nodig minstens één iemand van het gezin uit" in text_of(answer)
    answer = alice.post(table.href("ask-round-table"), nobody | {"agreed_with": ""})
    assert "Spreek eerst met het gezin af" in text_of(answer)
    assert Seat.objects.filter(table_id=table.id, withdrawn_at=None).count() == 3


def test_an_invitation_holds_one_word_the_moment_and_the_place(alice: Client, table: Table) -> None:
    def file() -> tuple[str, Any]:
        answer = alice.get(table.href("save-invitation", table.seat("Juf Lies").id))
        return answer.content.decode(), Calendar.from_ical(answer.content)

    told, calendar = file()
    (event,) = calendar.walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Overleg", "Huis van het Kind")
    assert "DTSTART:20261125T133000Z" in told
    assert not re.search(
        "GEHEIM|Lies|Rita|plan van|gezin", told.replace("een-plan", "").replace("Een Plan", "")
    )
    moved = {**typed_date("on", NOW + timedelta(days=8)), "at": "9u", "minutes": "60", "where": "elsewhere"}
    alice.post(table.href("move-round-table"), {**moved, "place": "De kapel"})
    assert "SEQUENCE:1" in file()[0]
    alice.post(table.href("call-off-round-table"))
    told, calendar = file()
    assert str(calendar["METHOD"]) == "CANCEL"
    assert "SEQUENCE:2" in told


def test_the_family_answers_by_card_and_the_coach_for_who_said_it_aloud(
    alice: Client, table: Table, enter: Enter
) -> None:
    phone = card_of(table.helped, table.helped.mother)
    here = reverse("family:read-round-table", args=[table.id])
    page = text_of(phone.get(here))
    assert GOAL in page
    assert "Kom je?" in page
    assert phone.post(here, {}).status_code == 422
    assert phone.post(here, {"said": "yes"}).status_code == 302
    assert "bewaard" in text_of(phone.get(here))
    answer = alice.post(table.href("answer-seat", table.seat("Juf Lies").id), {"said": "no"})
    assert answer.url == table.href("read-round-table")
    page = text_of(alice.get(answer.url))
    assert "kan niet" in page
    file = phone.get(reverse("family:save-table", args=[table.id]))
    assert b"SUMMARY:Overleg" in file.content
    assert GOAL.encode() not in file.content


@pytest.mark.rule(36)
def test_the_screen_in_the_middle_shows_the_released_part_one_point_at_a_time(
    alice: Client, table: Table
) -> None:
    sit(alice, table, table.mothers, table.seat("Juf Lies"), table.seat("Buurvrouw Rita"))
    page = text_of(alice.get(table.href("at-table")))
    assert "Punt 1 van 2" in page
    assert GOAL in page
    assert WHISPER not in page
    assert "Wie haalt Seppe" not in page
    for elsewhere in (
        reverse("coach:list-today"),
        table.href("read-round-table"),
        reverse("coach:read-family", args=[table.helped.family.id]),
    ):
        answer = alice.get(elsewhere)
        assert answer.status_code == 409
        assert WHISPER not in text_of(answer)
    assert alice.get(reverse("coach:read-plan", args=[table.helped.family.id])).url == table.href("at-table")
    assert alice.post(reverse("coach:end-together")).url == table.href("read-round-table")
    assert WHISPER in text_of(alice.get(table.href("read-round-table")))


def test_without_saying_who_sits_there_the_screen_does_not_open(alice: Client, table: Table) -> None:
    assert alice.get(table.href("at-table")).url == table.href("sit-down")
    assert alice.post(table.href("sit-down"), {}).status_code == 422


def hold(alice: Client, table: Table, phone: Client) -> None:
    """They talk about the first point, on the screen and on the mother's phone, and close."""
    sit(alice, table, table.mothers, table.seat("Juf Lies"), table.seat("Buurvrouw Rita"))
    at, on_phone = table.href("at-table"), reverse("family:at-table", args=[table.id])
    point = TablePoint.objects.filter(table_id=table.id).order_by("position")[0].pk
    first = {"point": str(point), "line": SPOKEN, "decision": "Ik kook op maandag"}
    assert phone.post(on_phone, first).status_code == 302
    alice.post(at, {"line": "Opa komt mee", "decision": "Samen afwassen", "seat": str(table.seat("Buurvrouw Rita").id),
                    **typed_date("due_on", NOW + timedelta(days=7)), "keep": "1"})  # fmt: skip
    last = TablePoint.objects.get(table_id=table.id, piece=None).pk
    stuck = alice.post(at, {"go": str(last)}, follow=True)
    assert "weten we nog niet wie ze doet" in text_of(stuck)
    loose = next(iter(re.findall(r'name="(d[0-9a-f]{32})-seat"', text_of(stuck))))
    mend = {f"{loose}-seat": str(table.mothers.id), **typed_date(f"{loose}-due_on", NOW + timedelta(days=3))}
    page = alice.post(at, {**mend, "go": str(last)}, follow=True)
    assert "Punt 2 van 2" in text_of(page)
    assert alice.post(at, {"end": "1"}).url == table.href("close-table")
    page = text_of(alice.get(table.href("close-table")))
    assert "Hierover is nog niets beslist" in page
    assert "Wie haalt Seppe op woensdag?" in page
    assert WHISPER not in page
    came = {"who": [str(table.mothers.id), str(table.seat("Juf Lies").id)]}
    assert alice.post(table.href("close-table"), came).url == table.href("close-table")
    closed = text_of(alice.get(table.href("close-table")))
    assert "Samen afwassen" in closed
    assert WHISPER not in closed
    assert alice.post(reverse("coach:end-together")).url == table.href("read-round-table")


@pytest.mark.rule(21)
def test_what_is_decided_on_screen_and_phone_becomes_steps_with_an_owner_and_a_day(
    alice: Client, table: Table
) -> None:
    hold(alice, table, card_of(table.helped, table.helped.mother))
    steps = {
        one.item.words.get(slot="text").text: (one.network_name or str(one.person_id), one.due_on)
        for one in Action.objects.filter(plan=table.helped.plan)
    }
    assert steps == {
        "Samen afwassen": ("Buurvrouw Rita", (NOW + timedelta(days=7)).date()),
        "Ik kook op maandag": (str(table.helped.mother.id), (NOW + timedelta(days=3)).date()),
    }


@pytest.mark.rule(36)
def test_each_reads_in_the_minutes_what_is_theirs(alice: Client, table: Table, enter: Enter) -> None:
    helped = table.helped
    phone = card_of(helped, helped.mother)
    worker = helped.team.assignments[Role.PARTNER].staff_member
    with writing():
        Seat.objects.filter(id=table.seat("Juf Lies").id).update(staff_member=worker)
    hold(alice, table, phone)
    whole = text_of(alice.get(table.href("read-round-table")))
    assert WHISPER in whole
    assert SPOKEN in whole
    assert "Er niet bij:</b> " not in whole
    mine = text_of(phone.get(reverse("family:read-round-table", args=[table.id])))
    assert SPOKEN in mine
    assert "Buurvrouw Rita" in mine
    for seat in (table.mothers, table.seat("Juf Lies"), table.seat("Buurvrouw Rita")):
        paper = alice.get(table.href("print-minutes", seat.id))
        assert paper["Content-Type"] == "application/pdf"
        told = text_of_pdf(paper.content)
        assert (WHISPER in told) == (seat == table.mothers)  # who told it reads it
        assert "gezegd" in told
    partner = enter("partner")
    here = reverse("partner:read-round-table", args=[helped.family.id, table.id])
    assert partner.get(here).status_code == 404
    make_agreed(
        helped.coach, helped.family.id, with_worker(worker.id), helped.mother.id, parts=(Part.GOALS.value,)
    )
    page = text_of(partner.get(here))
    assert SPOKEN in page
    assert "Wie haalt Seppe" not in page
    assert WHISPER not in page
    assert here in text_of(partner.get(reverse("partner:read-family", args=[helped.family.id])))
    file = partner.get(reverse("partner:save-round-table", args=[helped.family.id, table.id]))
    assert b"SUMMARY:Overleg" in file.content


def test_the_minutes_are_in_the_language_of_the_family(alice: Client, table: Table) -> None:
    hold(alice, table, card_of(table.helped, table.helped.mother))
    with writing():
        table.helped.family.language = "fr"
        table.helped.family.save()
    paper: Any = alice.get(table.href("print-minutes", table.mothers.id))
    assert spoken_in(paper) == "fr"


def test_the_minutes_and_the_invitation_speak_to_whom_they_are_for(alice: Client, table: Table) -> None:
    """A mother who reads Ukrainian; a teacher who works in Dutch with a family that speaks French; a neighbour of theirs."""
    hold(alice, table, card_of(table.helped, table.helped.mother))
    with writing():
        table.helped.family.language = "fr"
        table.helped.family.save()
        Person.objects.filter(id=table.helped.mother.id).update(language="uk")
        Seat.objects.filter(table_id=table.id, name="Buurvrouw Rita").update(kind=TeamKind.NETWORK)
    asked = {"uk": table.mothers, "nl": table.seat("Juf Lies"), "fr": table.seat("Buurvrouw Rita")}
    for language, seat in asked.items():
        paper: Any = alice.get(table.href("print-minutes", seat.id))
        assert spoken_in(paper) == language, seat
        file: Any = alice.get(table.href("save-invitation", seat.id))
        with override(language):
            assert f"SUMMARY:{pgettext('in een agenda', 'Overleg')}" in file.content.decode()


def spoken_in(paper: Any) -> str:
    """The language of a PDF."""
    return str(PdfReader(BytesIO(paper.content)).trailer["/Root"]["/Lang"])


def text_of_pdf(content: bytes) -> str:
    """The words of a PDF."""
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_others_find_no_table(alice: Client, table: Table, enter: Enter) -> None:
    daughter = card_of(table.helped, table.helped.people[1])
    for name in ("read-round-table", "at-table", "save-table", "print-table"):
        assert daughter.get(reverse(f"family:{name}", args=[table.id])).status_code == 404, name
    assert "geen overleg" in text_of(daughter.get(reverse("family:list-round-tables")))
    for who in ("bob", "charlie"):
        there = enter(who)
        for name in ("read-round-table", "move-round-table", "ask-round-table", "set-agenda", "sit-down"):
            assert there.get(table.href(name)).status_code in (302, 404), (who, name)
            assert WHISPER not in text_of(there.get(table.href(name), follow=True))
    assert enter("visitor").get(table.href("read-round-table")).status_code == 302


def test_what_is_typed_is_kept_when_something_else_is_wrong(alice: Client, table: Table) -> None:
    sit(alice, table, table.mothers)
    answer = alice.post(table.href("at-table"), {"line": "blijft staan", "due_on_day": "40", "keep": "1"})
    assert answer.status_code == 422
    assert "blijft staan" in text_of(answer)
    phone = card_of(table.helped, table.helped.mother)
    answer = phone.post(
        reverse("family:at-table", args=[table.id]), {"line": "ook dit", "seat": str(table.mothers.id)}
    )
    assert answer.status_code == 422
    assert "ook dit" in text_of(answer)
    assert "Schrijf ook op wat jullie afspreken." in text_of(answer)


def test_the_screen_asks_whether_something_came_and_that_keeps_nobody_signed_in(
    alice: Client, table: Table
) -> None:
    sit(alice, table, table.mothers)
    at, phone = table.href("at-table"), card_of(table.helped, table.helped.mother)
    stamp = re.findall(r'data-table="([0-9a-f]+)"', text_of(alice.get(at)))[0]
    with CaptureQueriesContext(connection) as quiet:
        answer = alice.get(at, {"since": stamp})
    assert (answer.status_code, answer.content) == (204, b"")
    assert COOKIE not in answer.cookies
    assert COOKIE in alice.get(at).cookies
    point = TablePoint.objects.filter(table_id=table.id).order_by("position")[0].pk
    phone.post(reverse("family:at-table", args=[table.id]), {"point": str(point), "line": SPOKEN})
    answer = alice.get(at, {"since": stamp})
    assert SPOKEN in text_of(answer)
    assert COOKIE not in answer.cookies
    stamp = re.findall(r'data-table="([0-9a-f]+)"', text_of(answer))[0]
    with CaptureQueriesContext(connection) as later:
        assert alice.get(at, {"since": stamp}).status_code == 204
    assert len(later) == len(quiet)


def test_a_press_on_show_what_came_keeps_what_is_typed_and_twice_is_once(alice: Client, table: Table) -> None:
    sit(alice, table, table.mothers)
    at = table.href("at-table")
    key = re.findall(r'name="sent_key" value="([^"]+)"', text_of(alice.get(at)))[0]
    for _twice in range(2):
        answer = alice.post(at, {"line": SPOKEN, "decision": "Geen gsm", "sent_key": key, "keep": "1"})
        assert answer.url == at
    assert Words.objects.filter(text=SPOKEN).count() == 1
    assert TableDecision.objects.count() == 1


@pytest.mark.rule(21)
def test_that_nobody_has_to_do_it_is_an_answer_too(alice: Client, table: Table) -> None:
    sit(alice, table, table.mothers)
    at = table.href("at-table")
    page = text_of(alice.post(at, {"decision": "Geen gsm aan tafel", "keep": "1"}, follow=True))
    loose = re.findall(r'name="(d[0-9a-f]{32})-seat"', page)[0]
    assert page.count("hoeft niet") == 2  # what is said, and what is decided: not who and when
    wrong = {f"{loose}-seat": "nobody", **typed_date(f"{loose}-due_on", NOW + timedelta(days=3)), "keep": "1"}
    answer = alice.post(at, wrong)
    assert answer.status_code == 422
    assert text_of(answer).count("Laat de dag dan leeg") == 2  # above, and beside it
    page = text_of(alice.post(at, {f"{loose}-seat": "nobody", "keep": "1"}, follow=True))
    assert "zo spreken we het af" in page
    last = TablePoint.objects.get(table_id=table.id, piece=None).pk
    assert "Punt 3 van 3" in text_of(alice.post(at, {"go": str(last)}, follow=True))
    assert not Action.objects.filter(plan=table.helped.plan).exists()


def test_the_pages_ask_as_often_whatever_stands_on_the_agenda(alice: Client, table: Table) -> None:
    phone = card_of(table.helped, table.helped.mother)
    pages = (
        (alice, table.href("read-round-table")),
        (phone, reverse("family:read-round-table", args=[table.id])),
    )

    def counted() -> list[int]:
        found = []
        for browser, href in pages:
            browser.get(href)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(href).status_code == 200
            found.append(len(queries))
        return found

    before = counted()
    for number in range(3):
        goal = add_family_goal(table.helped, f"doel {number}")
        alice.post(table.href("set-agenda"), {"pieces": [str(goal)], "own": f"punt {number}"})
    assert counted() == before


def test_the_screen_asks_as_often_whatever_was_said(alice: Client, table: Table) -> None:
    sit(alice, table, table.mothers)
    at = table.href("at-table")

    def counted() -> int:
        alice.get(at)  # what a press left to be told is told
        with CaptureQueriesContext(connection) as queries:
            assert alice.get(at).status_code == 200
        return len(queries)

    alice.post(at, {"line": "eerst", "decision": "eerst", "keep": "1"})
    before = counted()
    for number in range(3):
        alice.post(at, {"line": f"gezegd {number}", "decision": f"beslist {number}", "keep": "1"})
    assert counted() == before
