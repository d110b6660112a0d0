"""My own data, with my own card: a copy, what is wrong, and what was answered (rules 33 and 37)."""

import json
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.core.clock import now
from eenplan.core.enums import Purpose
from eenplan.core.ids import new_id
from eenplan.families.actions import HomeFields, Labels, write_item
from eenplan.families.enums import ItemKind
from eenplan.families.rules import RELEASED
from eenplan.plans.actions import ChildViewFields, hear_child, note_home, write_wish
from eenplan.plans.actions.contributions import Brought, bring, respond
from eenplan.plans.actions.messages import answer_message, send_message
from eenplan.plans.actions.round_tables import NewSeat, When, agree_seats, plan_round_table
from eenplan.plans.enums import Attendance, Brings, Face, SaidHow, Verdict
from eenplan.rights.models import Decision, Request
from tests.factories.consent import make_share, with_organisation
from tests.factories.contributions import with_card
from tests.factories.network import OrganisationFactory
from tests.factories.plans import Helped, make_helped
from tests.schema import problems
from tests.web.family.test_sharing import DAUGHTER, FATHER, MOTHER, SON, came_in, text_of
from tests.web.family.test_sharing import helped as helped

pytestmark = pytest.mark.django_db

PAGE = "/gezin/mijn-gegevens/"
COPY = f"{PAGE}kopie/"
ASK = f"{PAGE}vraag/"
HERS, HIS = "GEHEIM-van-moeder", "GEHEIM-van-vader"
SECRETS = [f"GEHEIM-{one}" for one in ("vertrouwelijk", "derde", "rechtbank", "agogisch", "gezondheid")]


def told(helped: Helped, text: str, who: int | None = None, **labels: Any) -> UUID:
    """A note of the coach, from somebody."""
    with request_transaction(helped.coach):
        return write_item(
            helped.coach,
            family_id=helped.family.id,
            kind=ItemKind.NOTE,
            text=text,
            speaker_id=helped.people[who].id if who is not None else None,
            labels=Labels(**labels),
        ).id


def copied(client: Client) -> str:
    """Ask a copy; its address."""
    answer: Any = client.post(COPY)
    assert answer.status_code == 302
    return str(answer.url)


def read(client: Client, address: str) -> tuple[str, dict[str, Any], bytes]:
    """The copy as page, as JSON and as paper."""
    plain = address.rstrip("/")
    page: Any = client.get(address)
    file: Any = client.get(f"{plain}.json")
    paper: Any = client.get(f"{plain}.pdf")
    assert (page.status_code, file.status_code, paper.status_code) == (200, 200, 200)
    return text_of(page), json.loads(file.content), paper.content


@pytest.mark.rule(37)
def test_a_copy_holds_what_is_mine_to_read_and_no_confidence_of_another(helped: Helped) -> None:
    told(helped, HERS, MOTHER, confidential=True)
    told(helped, HIS, FATHER, confidential=True)
    told(helped, "GEHEIM-team")
    with request_transaction(helped.coach):
        write_wish(helped.coach, plan_id=helped.plan.id, text="samen eten", speaker_id=helped.mother.id)
    make_share(
        helped.coach,
        helped.family.id,
        with_organisation(OrganisationFactory(name="De Brug").id),
        helped.mother.id,
    )
    mother = came_in(helped, MOTHER)
    page, file, _paper = read(mother, copied(mother))
    for found in (page, json.dumps(file, ensure_ascii=False)):
        assert HERS in found
        assert "samen eten" in found
        assert "De Brug" in found
        assert HIS not in found
        assert "GEHEIM-team" not in found
    assert file["subject"]["name"]["given"] == "Kaat"
    assert file["consent"][0]["recipient"]["name"] == "De Brug"
    assert file["request"][0]["decision"]["outcome"] == "given"
    read_entry = Entry.objects.filter(what="rights:copy").first()
    assert read_entry
    assert read_entry.families == [helped.family.id]


@pytest.mark.rule(33)
def test_a_youngsters_copy_is_the_own_file_and_says_that_something_may_be_withheld(helped: Helped) -> None:
    hidden = {
        "confidential": told(helped, "GEHEIM-vertrouwelijk", MOTHER, confidential=True),
        "third": told(helped, "GEHEIM-derde", third_party_only=True),
        "court": told(helped, "GEHEIM-rechtbank", court=True),
        "agogic": told(helped, "GEHEIM-agogisch", agogic_exception=True, agogic_reason="nu niet"),
        "health": told(helped, "GEHEIM-gezondheid", health=True),
    }
    told(helped, "wat het team opschreef")
    noor = came_in(helped, DAUGHTER)
    page, file, _paper = read(noor, copied(noor))
    for found in (page, json.dumps(file, ensure_ascii=False)):
        assert "wat het team opschreef" in found
        assert not [word for word in SECRETS if word in found]
        assert not [one for one in hidden.values() if str(one) in found]
    assert "Iets kan achtergehouden zijn" in page
    assert file["somethingMayBeWithheld"] is True
    assert file["rule"] == "own-file"
    assert Entry.objects.filter(what="rights:copy", purpose=Purpose.OWN_FILE).count() == 3


@pytest.mark.rule(34)
def test_an_address_of_one_home_is_never_in_the_copy_of_the_other(helped: Helped) -> None:
    with request_transaction(helped.coach):
        for who, street in ((MOTHER, "GEHEIM-straat-mama"), (FATHER, "GEHEIM-straat-papa")):
            note_home(
                helped.coach,
                plan_id=helped.plan.id,
                home=HomeFields(f"bij {who}", residents={helped.people[who].id: "full"}, address=street),
            )
    for who, mine, other in (
        (MOTHER, "GEHEIM-straat-mama", "GEHEIM-straat-papa"),
        (FATHER, "GEHEIM-straat-papa", "GEHEIM-straat-mama"),
    ):
        client = came_in(helped, who)
        page, file, _paper = read(client, copied(client))
        for found in (page, json.dumps(file, ensure_ascii=False)):
            assert mine in found
            assert other not in found


@pytest.mark.rule(33)
def test_a_copy_holds_what_i_brought_in_what_was_answered_and_where_i_am_asked(helped: Helped) -> None:
    me, other = (with_card(helped, helped.people[who]) for who in (MOTHER, FATHER))
    with request_transaction(me):
        sent = send_message(me, text="Mag het later?", sent_key=new_id())
        proposed = bring(me, new=Brought(Brings.GOAL, "Elke week zwemmen", new_id(), for_all=False))
    with request_transaction(other):
        send_message(other, text=HIS, sent_key=new_id())
    coach, family = helped.coach, helped.family.id
    with request_transaction(coach):
        answer_message(coach, family_id=family, item_id=sent.item_id, text="Dat mag zeker")
        respond(
            coach, family_id=family, item_id=proposed.item_id, verdict=Verdict.NOT_NOW, reason="In de lente"
        )
        table = plan_round_table(coach, family_id=family, when=When(now() + timedelta(days=2), 60)).pk
        seats = [NewSeat(Attendance.MUST, helped.people[MOTHER].id)]
        agree_seats(coach, table_id=table, seats=seats, agreed_with_id=helped.people[MOTHER].id)
        hear_child(
            coach,
            plan_id=helped.plan.id,
            view=ChildViewFields(helped.people[SON].id, SaidHow.WORDS, "Een hond", face=Face.GLAD),
            labels=RELEASED,
        )
    mother = came_in(helped, MOTHER)
    page, file, _paper = read(mother, copied(mother))
    assert problems(file, "docs/copy.schema.json") == []
    for found in (page, json.dumps(file, ensure_ascii=False)):
        for mine in ("Mag het later?", "Dat mag zeker", "Elke week zwemmen", "In de lente"):
            assert mine in found, mine
        assert HIS not in found
    details = {one["id"]: one["detail"] for one in file["item"]}
    assert details[str(proposed.item_id)]["decision"] == "not_now"
    assert details[str(sent.item_id)]["answeredOn"]
    assert "glad" in [one.get("face") for one in details.values()]
    (asked,) = file["appointment"]
    assert (asked["status"], asked["required"], asked["participantStatus"]) == ("planned", "must", None)
    assert "moet erbij zijn" in page
    # Who is asked to no table knows of none.
    father = came_in(helped, FATHER)
    _page, theirs, _paper = read(father, copied(father))
    assert theirs["appointment"] == []


def test_the_file_is_as_its_schema_says(helped: Helped) -> None:
    told(helped, "iets", MOTHER, confidential=True)
    make_share(helped.coach, helped.family.id, with_organisation(OrganisationFactory().id), helped.mother.id)
    mother = came_in(helped, MOTHER)
    mother.post(ASK, {"kind": "objection", "words": "liever niet"})
    _page, file, _paper = read(mother, copied(mother))
    assert problems(file, "docs/copy.schema.json") == []
    assert file["request"][1]["decision"] is None


def test_the_paper_has_contents_and_is_tagged(helped: Helped) -> None:
    mother = came_in(helped, MOTHER)
    reader = PdfReader(BytesIO(read(mother, copied(mother))[2]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    assert "Inhoud" in reader.pages[0].extract_text()
    assert [one["/Title"] for one in reader.outline if isinstance(one, dict)] == [
        "Wat over Kaat bewaard wordt"
    ]
    answer: Any = mother.get(f"{copied(mother).rstrip('/')}.pdf")
    assert "no-store" in answer["Cache-Control"]
    assert "Kaat" not in answer["Content-Disposition"]


@pytest.mark.rule(37)
def test_something_is_asked_and_stands_in_the_list(helped: Helped) -> None:
    father = came_in(helped, FATHER)
    answer: Any = father.post(ASK, {"kind": "correction", "words": "GEHEIM: ik heet Jeroen"}, follow=True)
    page = text_of(answer)
    assert "binnen de maand antwoord" in page
    assert "GEHEIM: ik heet Jeroen" in page
    assert "antwoord ten laatste op" in page
    for other in (MOTHER, DAUGHTER):
        assert "GEHEIM" not in text_of(came_in(helped, other).get(PAGE))


@pytest.mark.rule(37)
def test_this_is_not_right_beside_a_piece(helped: Helped) -> None:
    with request_transaction(helped.coach):
        wish = write_wish(
            helped.coach, plan_id=helped.plan.id, text="samen eten", speaker_id=helped.mother.id
        )
    hidden = told(helped, HERS, MOTHER, confidential=True)
    father = came_in(helped, FATHER)
    address = reverse("family:ask-about-piece", args=[wish.item_id])
    assert "samen eten" in text_of(father.get(address))
    answer: Any = father.post(address, {"kind": "statement", "words": "enkel in het weekend"}, follow=True)
    assert "enkel in het weekend" in text_of(answer)
    assert Request.objects.get().item_id == wish.item_id
    elsewhere = reverse("family:ask-about-piece", args=[hidden])
    assert father.get(elsewhere).status_code == 404
    assert father.post(elsewhere, {"kind": "statement", "words": "x"}).status_code == 404


def test_bad_input_keeps_what_was_typed(helped: Helped) -> None:
    mother = came_in(helped, MOTHER)
    for sent, shown in (
        ({"kind": "", "words": "mijn verhaal"}, "Kies nog een antwoord"),
        ({"kind": "copy", "words": "mijn verhaal"}, "Kies een van de antwoorden"),
        ({"kind": "objection", "words": "  "}, "Vul nog in"),
        ({"kind": "objection", "words": "x" * 5001}, "Dit is te lang"),
    ):
        answer: Any = mother.post(ASK, sent)
        assert answer.status_code == 422
        assert shown in text_of(answer)
        assert sent["words"].strip()[:50] in text_of(answer)
    assert not Request.objects.exists()


def test_who_may_not(helped: Helped, client: Client) -> None:
    mother = came_in(helped, MOTHER)
    address = copied(mother)
    stranger = came_in(make_helped(helped.team), 0)
    for other in (came_in(helped, FATHER), stranger):
        for place in (address, f"{address.rstrip('/')}.pdf", f"{address.rstrip('/')}.json"):
            assert other.get(place).status_code == 404
    for place in (PAGE, ASK, address):
        assert client.get(place).url == reverse("family:open-card")
    assert mother.get(COPY).status_code == 405
    seppe = came_in(helped, SON)
    refused: Any = seppe.post(COPY, follow=True)
    assert "Anderen beslissen nog" in text_of(refused)
    assert Decision.objects.count() == 1


def test_a_piece_more_costs_no_query_more(helped: Helped, django_assert_num_queries: Any) -> None:
    told(helped, "een", MOTHER, confidential=True)
    mother = came_in(helped, MOTHER)
    address = copied(mother)
    mother.get(address)
    with django_assert_num_queries(COPY_QUERIES):
        mother.get(address)
    for _ in range(3):
        told(helped, "meer", MOTHER, confidential=True)
        mother.post(ASK, {"kind": "objection", "words": "nee"})
    with django_assert_num_queries(COPY_QUERIES):
        mother.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        mother.get(PAGE)


COPY_QUERIES = 56
LIST_QUERIES = 15


def test_the_words_work_without_a_script(helped: Helped) -> None:
    page = unescape(came_in(helped, MOTHER).get(PAGE).content.decode())
    assert f'action="{COPY}"' in page
    assert "onclick" not in page
