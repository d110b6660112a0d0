"""'Wie mag dit zien?': labelling by exception on every form, one page to change labels, health apart."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.families.actions import Labels, Whose, add_attachment, record_contact, relabel
from eenplan.families.actions.items import whose_of
from eenplan.families.enums import Channel, ContactKind, FileKind, ItemKind
from eenplan.families.files import Paper
from eenplan.families.models import Item
from eenplan.families.rules import Place, begins, labels_of
from eenplan.plans import actions
from eenplan.plans.actions import ChildViewFields, GoalFields, HelpFields
from eenplan.plans.enums import HelpState, HelpType, Mark, SaidHow, Topic
from eenplan.web.shared.labels import LABEL_FIELDS, LabelsForm, LabelsNow, follows, seen_words
from tests.cast import MARKER, Team, make_family, people_of
from tests.factories.papers import make_pdf
from tests.factories.plans import Helped, add_family_goal
from tests.web.coach.conftest import typed_date

pytestmark = pytest.mark.django_db


def at(helped: Helped, name: str, **more: Any) -> str:
    """The address of a page about the family."""
    return reverse(f"coach:{name}", kwargs={"family_id": helped.family.id, **more})


def newest(kind: ItemKind) -> Item:
    """The item of this kind that was written last."""
    return Item.objects.filter(kind=kind).order_by("-created_at", "-id")[0]


def ways(helped: Helped) -> dict[ItemKind, tuple[str, dict[str, str]]]:
    """Every form of the plan that writes a piece: its address and the least to type."""
    mother, child = (str(one.id) for one in helped.people[:2])
    week = today() + timedelta(days=7)
    said = {"text": "iets", "speaker": mother}
    return {
        ItemKind.WISH: (at(helped, "write-text", section="wat-we-willen"), said),
        ItemKind.AGREEMENT: (at(helped, "write-topic", topic="rhythm"), said),
        ItemKind.DOMAIN: (at(helped, "change-domain", domain="housing"), {"mark": "goes_well"}),
        ItemKind.GOAL: (
            at(helped, "add-goal"),
            {
                "text": "doel",
                "expressed_by": mother,
                "whose": "family",
                "horizon": "small",
                "status": "open",
            },
        ),
        ItemKind.ACTION: (
            at(helped, "add-step"),
            {"text": "stap", "owner": f"person:{mother}", **typed_date("due_on", week)},
        ),
        ItemKind.HELP: (at(helped, "add-help"), {"what": "Poetshulp", "state": "there_is"}),
        ItemKind.TEAM_MEMBER: (
            at(helped, "add-team-member"),
            {"name": "Oma", "kind": "network", "secrecy": "unknown"},
        ),
        ItemKind.HOME: (
            at(helped, "add-home"),
            {"name": "bij mama", "who_sees": "few", **{f"lives_{one.id.hex}": "no" for one in helped.people}},
        ),
        ItemKind.WHO_MATTERS: (at(helped, "add-who-matters"), {"name": "Oma", "gives_strength": "unknown"}),
        ItemKind.CHILD_VIEW: (
            at(helped, "hear-child", person_id=child),
            {"said_how": "words", "text": "ik wil dat"},
        ),
        ItemKind.DISAGREEMENT: (at(helped, "add-disagreement"), {"who": mother, "text": "neen"}),
        ItemKind.LINKED_PLAN: (at(helped, "add-linked-plan"), {"title": "plan", "organisation": "school"}),
        ItemKind.REVIEW: (
            at(helped, "hold-review"),
            {
                "persons": mother,
                "changes": "niets",
                **typed_date("on", today()),
                **typed_date("next_review_date", week),
            },
        ),
    }


@pytest.mark.rule(32)
def test_every_form_of_the_plan_begins_as_its_place_does_and_takes_other_labels(
    alice: Client, helped: Helped
) -> None:
    for kind, (path, typed) in ways(helped).items():
        shown = alice.get(path)
        form = shown.context["form"]
        assert isinstance(form, LabelsForm), kind
        assert form.labelled is not None, kind
        standing = form.labelled.standing
        assert standing == begins(form.labelled.place)
        assert "Wie mag dit zien?" in shown.content.decode()
        asked = {name: form.initial[name] for name in LABEL_FIELDS if name in form.fields}
        assert alice.post(path, {**typed, **asked}).status_code == 302, kind
        assert labels_of(newest(kind)) == standing
        if kind in (ItemKind.DOMAIN, ItemKind.CHILD_VIEW):
            continue
        chosen = {"seen_by": "few", "special": ["court"], "about": str(helped.mother.id)}
        assert alice.post(path, {**typed, **chosen}).status_code == 302, kind
        item = newest(kind)
        assert labels_of(item) == Labels(confidential=True, court=True), kind
        assert whose_of(item).about == (helped.mother.id,), kind


@pytest.mark.rule(32)
def test_other_labels_than_those_that_are_asked_stay_as_they_are(alice: Client, helped: Helped) -> None:
    add_family_goal(helped)
    goal = newest(ItemKind.GOAL)
    kept = Labels(agogic_exception=True, agogic_reason="nu te zwaar")
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=goal.id, labels=kept)
    path = at(helped, "change-goal", goal_id=goal.id)
    typed = {"text": "anders", "expressed_by": str(helped.mother.id), "whose": "family", "horizon": "small"}
    revision = alice.get(path).context["form"].initial["revision"]
    sent = {**typed, "status": "open", "revision": revision}
    assert alice.post(path, sent).status_code == 302
    goal.refresh_from_db()
    assert labels_of(goal) == kept


@pytest.mark.parametrize(
    ("chosen", "field", "words"),
    [
        ({"seen_by": "all", "special": ["health"]}, "seen_by", "Wat over gezondheid gaat"),
        ({"seen_by": "all", "special": ["court"]}, "seen_by", "Wat van de rechtbank komt"),
        ({"seen_by": "all", "special": ["third_party_only"]}, "seen_by", "enkel over iemand anders"),
        ({"seen_by": "team", "special": ["agogic_exception"]}, "agogic_reason", "Schrijf erbij waarom"),
        ({"seen_by": "team", "agogic_reason": "te zwaar"}, "agogic_reason", "Je schreef een reden"),
        ({"seen_by": "iedereen"}, "seen_by", "Kies een van de antwoorden"),
        ({"seen_by": "team", "special": ["geheim"]}, "special", "Kies een van de antwoorden"),
        ({"seen_by": "team", "about": ["niemand"]}, "about", "Kies een van de antwoorden"),
    ],
)
@pytest.mark.rule(32)
def test_what_contradicts_is_told_at_its_field_and_what_was_typed_stays(
    alice: Client, helped: Helped, chosen: dict[str, Any], field: str, words: str
) -> None:
    path = at(helped, "write-text", section="wat-we-willen")
    answer = alice.post(path, {"text": "Een tuin", "speaker": str(helped.mother.id), **chosen})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert any(words in error for error in answer.context["form"].errors[field])
    assert '<details class="details" open>' in page
    assert "Een tuin" in page
    assert not Item.objects.filter(kind=ItemKind.WISH).exists()


@pytest.mark.rule(39)
def test_help_of_a_health_kind_is_about_health_unless_asked(alice: Client, helped: Helped) -> None:
    path = at(helped, "add-help")
    sent = {"what": "Gesprekken", "state": "waiting", "help_type": "therapy", "seen_by": "all"}
    assert alice.post(path, sent).status_code == 302
    item = newest(ItemKind.HELP)
    assert labels_of(item) == Labels(health=True)
    page = alice.get(at(helped, "read-plan")).content.decode()
    apart = page.split('id="gezondheid"')[1].split("</section>")[0]
    assert "Gesprekken" in apart
    assert "Is gestart" in apart
    assert page.count("Gesprekken</b>") == 1


@pytest.mark.rule(39)
def test_all_that_is_about_health_stands_apart_in_the_plan(alice: Client, helped: Helped) -> None:
    child = helped.people[1].id
    health, plan_id = Labels(health=True), helped.plan.id
    with request_transaction(helped.coach):
        goal = GoalFields(MARKER.format("ziek-doel"), helped.mother.id)
        actions.add_goal(helped.coach, plan_id=plan_id, goal=goal, labels=health)
        actions.write_strength(helped.coach, plan_id=plan_id, text=MARKER.format("ziek-sterk"), labels=health)
        view = ChildViewFields(child, SaidHow.WORDS, MARKER.format("ziek-kind"))
        actions.hear_child(helped.coach, plan_id=plan_id, view=view, labels=health)
        actions.mark_domain(
            helped.coach,
            plan_id=plan_id,
            domain="wellbeing",
            mark=Mark.TALK_ABOUT,
            text=MARKER.format("ziek-leven"),
            labels=health,
        )
        actions.add_help(
            helped.coach,
            plan_id=plan_id,
            help=HelpFields(MARKER.format("ziek-hulp"), HelpState.ENDED, help_type=HelpType.DIAGNOSIS),
        )
        actions.write_wish(helped.coach, plan_id=plan_id, text=MARKER.format("gezond"))
    page = alice.get(at(helped, "read-plan")).content.decode()
    before, _start, rest = page.partition('id="gezondheid"')
    apart, _end, after = rest.partition("</section>")
    for word in ("doel", "sterk", "kind", "leven", "hulp"):
        assert MARKER.format(f"ziek-{word}") in apart
        assert MARKER.format(f"ziek-{word}") not in before + after
    assert MARKER.format("gezond") not in apart


@pytest.mark.rule(32)
def test_a_quiet_chip_says_who_sees_what_is_not_for_all_and_leads_to_changing_it(
    alice: Client, helped: Helped
) -> None:
    goal = add_family_goal(helped)
    path = at(helped, "relabel-piece", item_id=goal)
    assert path not in alice.get(at(helped, "read-plan")).content.decode()
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=goal, labels=Labels(confidential=True))
    page = alice.get(at(helped, "read-plan")).content.decode()
    assert f'href="{path}"' in page
    assert "enkel de coach en wie het vertelde" in page


def relabelled(alice: Client, path: str, **chosen: Any) -> Any:
    """Open the page, and send it back with something else chosen."""
    form = alice.get(path).context["form"]
    shown = {name: form.initial[name] for name in (*LABEL_FIELDS, "was")}
    return alice.post(path, {**shown, **chosen})


@pytest.mark.rule(32)
@pytest.mark.rule(40)
def test_the_labels_of_one_piece_change_with_about_and_from_whom(alice: Client, helped: Helped) -> None:
    mother, child = (one.id for one in helped.people[:2])
    goal = add_family_goal(helped)
    path = at(helped, "relabel-piece", item_id=goal)
    answer = relabelled(
        alice,
        path,
        seen_by="few",
        special=["agogic_exception"],
        agogic_reason="Dit is nu te zwaar.",
        about=[str(child), str(mother)],
        from_whom=str(child),
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == at(helped, "read-plan")
    item = Item.objects.get(id=goal)
    assert labels_of(item) == Labels(
        confidential=True, agogic_exception=True, agogic_reason="Dit is nu te zwaar."
    )
    assert whose_of(item) == Whose((mother, child), child)
    assert Entry.objects.filter(what="families:goal:relabelled", subject_id=goal).count() == 1
    assert Entry.objects.filter(what="families:item", subject_id=goal).exists()
    assert "Een vertrouwenspersoon" in alice.get(at(helped, "read-plan")).content.decode()


@pytest.mark.parametrize(
    ("wanted", "goes_back"),
    [
        ("/gezinnen/", True),
        ("https://elders.example.org/", False),
        ("//elders.example.org/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_one_comes_back_where_one_came_from_on_this_site_alone(
    alice: Client, helped: Helped, wanted: str, goes_back: bool
) -> None:
    path = at(helped, "relabel-piece", item_id=add_family_goal(helped))
    answer = relabelled(alice, f"{path}?next={wanted}", seen_by="team")
    assert answer.headers["Location"] == (wanted if goes_back else at(helped, "read-plan"))


@pytest.mark.rule(39)
def test_bad_choices_change_nothing_and_stay_on_the_page(alice: Client, helped: Helped) -> None:
    goal = add_family_goal(helped)
    path = at(helped, "relabel-piece", item_id=goal)
    answer = relabelled(alice, path, seen_by="all", special=["health"])
    assert answer.status_code == 422
    assert "Wat over gezondheid gaat" in answer.content.decode()
    stranger = people_of(make_family(helped.team, name="Anderen"))[0].id
    assert relabelled(alice, path, about=[str(stranger)]).status_code == 422
    assert relabelled(alice, path, from_whom=str(stranger)).status_code == 422
    assert labels_of(Item.objects.get(id=goal)) == begins(Place.GOAL)


def test_who_comes_second_reads_again_before_it_is_kept(alice: Client, helped: Helped) -> None:
    goal = add_family_goal(helped)
    path = at(helped, "relabel-piece", item_id=goal)
    form = alice.get(path).context["form"]
    mine = {name: form.initial[name] for name in (*LABEL_FIELDS, "was")} | {"seen_by": "team"}
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=goal, labels=Labels(court=True))
    answer = alice.post(path, mine)
    assert answer.status_code == 422
    assert "Iemand anders heeft dit intussen aangepast" in answer.content.decode()
    assert labels_of(Item.objects.get(id=goal)) == Labels(court=True)
    again = answer.context["form"]["was"].value()
    assert alice.post(path, {**mine, "was": again}).status_code == 302
    assert labels_of(Item.objects.get(id=goal)) == Labels()
    assert alice.post(path, {**mine, "was": "iets"}).status_code == 422


@pytest.mark.rule(32)
def test_what_is_agreed_about_safety_is_not_offered_to_all(alice: Client, helped: Helped) -> None:
    with request_transaction(helped.coach):
        item = actions.write_on_topic(
            helped.coach, plan_id=helped.plan.id, topic=Topic.SAFETY, text="we bellen oma"
        ).item_id
    path = at(helped, "relabel-piece", item_id=item)
    assert 'value="all"' not in alice.get(path).content.decode()
    assert relabelled(alice, path, seen_by="all").status_code == 422
    assert relabelled(alice, path, seen_by="team").status_code == 302
    assert 'value="all"' not in alice.get(at(helped, "write-topic", topic="safety")).content.decode()


@pytest.mark.rule(32)
def test_contacts_papers_and_the_referral_have_their_way_to_labels_too(alice: Client, helped: Helped) -> None:
    family_id = helped.family.id
    with request_transaction(helped.coach):
        contact = record_contact(
            helped.coach,
            family_id=family_id,
            kind=ContactKind.FAMILY,
            channel=Channel.PHONE,
            held_at=now() - timedelta(hours=3),
            text="gebeld",
        ).item_id
        paper = add_attachment(
            helped.coach, family_id=family_id, paper=Paper("Vonnis.pdf", FileKind.PDF, make_pdf()), court=True
        ).item_id
    told = Item.objects.filter(
        family_id=family_id, kind__in=[ItemKind.QUESTION, ItemKind.GOING_WELL, ItemKind.REFERRER_VIEW]
    )
    page = alice.get(at(helped, "read-family")).content.decode()
    for item_id in (contact, paper, *(one.id for one in told)):
        path = at(helped, "relabel-piece", item_id=item_id)
        assert f'href="{path}"' in page
        assert alice.get(path).status_code == 200
    assert "van de rechtbank" in page
    timeline = at(helped, "read-timeline")
    assert f"{at(helped, 'relabel-piece', item_id=contact)}?next={timeline.replace('/', '%2F')}" in (
        alice.get(timeline).content.decode()
    )
    answer = relabelled(alice, at(helped, "relabel-piece", item_id=paper), seen_by="team")
    assert answer.headers["Location"] == at(helped, "read-family")


def test_only_the_coach_of_the_family_changes_labels(
    enter: Callable[[str], Client], helped: Helped, there: Team
) -> None:
    goal = add_family_goal(helped)
    path = at(helped, "relabel-piece", item_id=goal)
    for who in ("bob", "charlie", "coordinator", "coordinator_elsewhere", "partner", "visitor"):
        client = enter(who)
        assert client.get(path).status_code in (302, 403, 404), who
        assert client.post(path, {"seen_by": "team"}).status_code in (302, 403, 404), who
    assert labels_of(Item.objects.get(id=goal)) == begins(Place.GOAL)
    alice = enter("alice")
    assert alice.get(at(helped, "relabel-piece", item_id=uuid4())).status_code == 404


def test_the_page_of_labels_asks_as_much_whatever_is_in_the_file(alice: Client, helped: Helped) -> None:
    goal = add_family_goal(helped)
    path = at(helped, "relabel-piece", item_id=goal)
    alice.get(path)
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert alice.get(path).status_code == 200
        counts.append(len(queries))
        for _more in range(3):
            add_family_goal(helped)
    assert counts[0] == counts[1]


def test_a_form_says_in_words_what_follows() -> None:
    assert follows(Labels(released_to_all=True)).startswith("Iedereen van het plan leest dit.")
    assert follows(Labels(), "Noor").startswith(
        "Dit is enkel voor wie dit gezin begeleidt, en voor Noor, die het vertelde."
    )
    assert follows(Labels(health=True)).startswith("Dit is enkel voor de coach.")
    assert "Noor" not in follows(Labels(court=True), "Noor")
    assert seen_words(Labels(health=True, court=True)) == "gezondheid, van de rechtbank"
    assert seen_words(Labels(confidential=True, health=True)) == (
        "enkel de coach en wie het vertelde, gezondheid"
    )


def test_a_form_that_was_sent_without_the_part_leaves_the_labels() -> None:
    now_ = LabelsNow(Place.GOAL, labels=Labels(court=True))
    form = LabelsForm({}, labelled=now_)
    assert form.is_valid()
    assert (form.labels_given(), form.whose_given()) == (None, None)
    assert not LabelsForm().fields


@pytest.mark.rule(32)
def test_a_contact_is_noted_for_few_in_one_go(alice: Client, helped: Helped) -> None:
    mother = helped.mother.id
    sent = {
        "kind": "family",
        "channel": "phone",
        **typed_date("on", today()),
        "at": "9.00",
        "people": str(mother),
        "text": "Noor vertelde iets",
    }
    path = at(helped, "note-contact")
    refused = alice.post(path, {**sent, "seen_by": "all", "special": ["court"]})
    assert refused.status_code == 422
    assert not Item.objects.filter(kind=ItemKind.CONTACT, words__text="Noor vertelde iets").exists()
    chosen = {"seen_by": "few", "about": [str(mother)], "from_whom": str(mother)}
    assert alice.post(path, {**sent, **chosen}).status_code == 302
    item = Item.objects.get(kind=ItemKind.CONTACT, words__text="Noor vertelde iets")
    assert (labels_of(item), whose_of(item)) == (Labels(confidential=True), Whose((mother,), mother))
    assert alice.post(path, {**sent, "text": "gewoon"}).status_code == 302
    assert labels_of(Item.objects.get(words__text="gewoon")) == begins(Place.CONTACT)


@pytest.mark.rule(32)
@pytest.mark.rule(39)
def test_a_paper_is_added_with_its_labels_in_one_go(alice: Client, helped: Helped) -> None:
    path = at(helped, "add-attachment")

    def paper(text: str) -> SimpleUploadedFile:
        return SimpleUploadedFile(f"{text}.pdf", make_pdf(text))

    refused = alice.post(path, {"file": paper("een"), "seen_by": "all", "special": ["health"]})
    assert refused.status_code == 422
    assert not Item.objects.filter(kind=ItemKind.ATTACHMENT).exists()
    sent = {"file": paper("twee"), "seen_by": "team", "special": ["health"], "about": [str(helped.mother.id)]}
    assert alice.post(path, sent).status_code == 302
    item = newest(ItemKind.ATTACHMENT)
    assert (labels_of(item), whose_of(item).about) == (Labels(health=True), (helped.mother.id,))


@pytest.mark.rule(32)
def test_the_first_conversation_is_noted_for_few_in_one_go(alice: Client, helped: Helped) -> None:
    path = at(helped, "record-conversation")
    sent = {
        **typed_date("held_at", today()),
        "at": "9.00",
        "present": [str(helped.mother.id)],
        "channel": "home",
        "text": "Noor vertelde iets",
        "seen_by": "few",
    }
    assert alice.post(path, sent).status_code == 302
    assert labels_of(Item.objects.get(words__text="Noor vertelde iets")) == Labels(confidential=True)
