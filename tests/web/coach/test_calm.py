"""Calm editing through the door: kept as one types, put together with what others wrote, never lost."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.families.models import Words
from eenplan.plans.actions import (
    GoalFields,
    HelpFields,
    add_help,
    change_goal,
    change_text,
    mark_domain,
    take_out,
    write_strength,
    write_wish,
)
from eenplan.plans.enums import HelpState, Mark, SectionKey
from eenplan.plans.models import Action, Draft, Goal, Help, Section
from tests.factories.plans import Helped, activate, add_family_goal, add_step, mark_all_domains

pytestmark = pytest.mark.django_db

TUIN = "We willen een tuin. De kinderen willen buiten spelen. Oma komt vaak."


def at(helped: Helped, name: str, **more: Any) -> str:
    """The address of a page about the family."""
    return reverse(f"coach:{name}", kwargs={"family_id": helped.family.id, **more})


def wish_of(helped: Helped, text: str = TUIN) -> Any:
    """A wish of the mother's."""
    with request_transaction(helped.coach):
        return write_wish(helped.coach, plan_id=helped.plan.id, text=text, speaker_id=helped.mother.id)


def somebody_else_writes(helped: Helped, item_id: Any, text: str) -> None:
    """The same wish, saved by somebody else in the meantime."""
    with request_transaction(helped.coach):
        change_text(
            helped.coach,
            item_id=item_id,
            text=text,
            revision=revision(helped, SectionKey.WHAT_WE_WANT),
            speaker_id=helped.mother.id,
        )


def revision(helped: Helped, key: SectionKey) -> int:
    """How often a section was saved."""
    return Section.objects.get(plan=helped.plan, key=key).revision


def opened(client: Client, path: str) -> dict[str, str]:
    """What a browser would send back from a page, untouched: every input with its value."""
    page = client.get(path).content.decode()
    return sent_from(page[page.index('id="formulier"') :])


def sent_from(form: str) -> dict[str, str]:
    """The values that stand in a form."""
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        is_tick = 'type="radio"' in tag or 'type="checkbox"' in tag
        if name and (not is_tick or " checked" in tag) and name[1] not in ("later",):
            sent[name[1]] = value[1] if value else "on"
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', form, re.DOTALL):
        sent[name] = text
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        picked = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = picked[1] if picked else ""
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def standing(item_id: Any) -> str:
    """The words that stand now."""
    return Words.objects.get(item_id=item_id, slot="text", replaced_by__isnull=True).text


def ever(item_id: Any) -> set[str]:
    """All words that ever stood."""
    return set(Words.objects.filter(item_id=item_id).values_list("text", flat=True))


def test_changes_in_other_sentences_are_put_together(alice: Client, helped: Helped) -> None:
    saved = wish_of(helped)
    path = at(helped, "change-text", item_id=saved.item_id)
    mine = opened(alice, path)
    somebody_else_writes(helped, saved.item_id, TUIN.replace("Oma komt vaak.", "Oma komt op woensdag."))
    mine["text"] = mine["text"].replace("een tuin", "een grote tuin")
    answer = alice.post(path, mine, follow=True)
    assert standing(saved.item_id) == (
        "We willen een grote tuin. De kinderen willen buiten spelen. Oma komt op woensdag."
    )
    assert "We voegden het samen" in answer.content.decode()


def test_nothing_typed_changes_nothing_of_others(alice: Client, helped: Helped) -> None:
    saved = wish_of(helped)
    path = at(helped, "change-text", item_id=saved.item_id)
    mine = opened(alice, path)
    somebody_else_writes(helped, saved.item_id, "Iets heel anders.")
    assert alice.post(path, mine).status_code == 302
    assert standing(saved.item_id) == "Iets heel anders."


@pytest.mark.parametrize("who", ["mother", "worker"])
def test_who_said_it_is_put_right_without_another_word(alice: Client, helped: Helped, who: str) -> None:
    child = helped.people[-1]
    saved = wish_of(helped)
    path = at(helped, "change-text", item_id=saved.item_id)
    alice.post(path, opened(alice, path) | {"speaker": str(child.id)})
    rows = Words.objects.filter(item_id=saved.item_id, slot="text")
    assert [row.speaker_id for row in rows.order_by("said_at")] == [helped.mother.id, child.id]
    right = str(helped.mother.id) if who == "mother" else who
    alice.post(path, opened(alice, path) | {"speaker": right})
    assert rows.get(replaced_by__isnull=True).speaker_id == (helped.mother.id if who == "mother" else None)
    assert {row.text for row in rows} == {TUIN}


def test_who_says_a_life_domain_or_a_goal_is_put_right(alice: Client, helped: Helped) -> None:
    mother, child = helped.mother, helped.people[-1]
    with request_transaction(helped.coach):
        piece = mark_domain(
            helped.coach,
            plan_id=helped.plan.id,
            domain="housing",
            mark=Mark.TALK_ABOUT,
            text="Te klein",
            speaker_id=mother.id,
        )
    goal = add_family_goal(helped, "Ruimer wonen")
    for path, field, item_id in (
        (at(helped, "change-domain", domain="housing"), "speaker", piece.item_id),
        (at(helped, "change-goal", goal_id=goal), "expressed_by", goal),
    ):
        assert alice.post(path, opened(alice, path) | {field: str(child.id)}).status_code == 302
        now = Words.objects.get(item_id=item_id, slot="text", replaced_by__isnull=True)
        assert now.speaker_id == child.id


CHOICES = {
    "both": "We willen een huis. We willen een park. De kinderen willen buiten spelen. Oma komt vaak.",
    "theirs": "We willen een huis. De kinderen willen buiten spelen. Oma komt vaak.",
    "mine": "We willen een park. De kinderen willen buiten spelen. Oma komt vaak.",
    "anew": "We willen een huis bij een park.",
}


@pytest.mark.parametrize("choice", CHOICES)
def test_the_same_sentence_is_shown_and_chosen_and_all_words_stay(
    alice: Client, helped: Helped, choice: str
) -> None:
    saved = wish_of(helped)
    path = at(helped, "change-text", item_id=saved.item_id)
    mine = opened(alice, path)
    theirs = TUIN.replace("een tuin", "een huis")
    somebody_else_writes(helped, saved.item_id, theirs)
    mine["text"] = mine["text"].replace("een tuin", "een park")
    asked = alice.post(path, mine)
    assert asked.status_code == 409
    assert standing(saved.item_id) == theirs
    page = asked.content.decode()
    assert "We willen een <mark>huis</mark>." in page
    assert "We willen een <mark>park</mark>." in page
    again = sent_from(page[page.index("<main") :])
    assert again["choice-text"] == "both"
    again["choice-text"] = choice
    if choice == "anew":
        again["text"] = CHOICES["anew"]
    assert alice.post(path, again).status_code == 302
    assert standing(saved.item_id) == CHOICES[choice]
    assert {TUIN, theirs} <= ever(saved.item_id)
    assert any("een park" in text for text in ever(saved.item_id))
    assert any("een huis" in text for text in ever(saved.item_id))
    earlier = alice.get(at(helped, "read-words", item_id=saved.item_id)).content.decode()
    assert earlier.count("staat nu in het plan") == 1
    for text in ever(saved.item_id):
        assert text in earlier


def test_a_third_who_writes_while_one_chooses_is_not_overwritten(alice: Client, helped: Helped) -> None:
    saved = wish_of(helped)
    path = at(helped, "change-text", item_id=saved.item_id)
    mine = opened(alice, path)
    somebody_else_writes(helped, saved.item_id, TUIN.replace("een tuin", "een huis"))
    page = alice.post(path, {**mine, "text": TUIN.replace("een tuin", "een park")}).content.decode()
    again = sent_from(page[page.index("<main") :]) | {"choice-text": "mine"}
    third = TUIN.replace("een tuin", "een boot").replace("Oma komt vaak.", "Oma komt nooit.")
    somebody_else_writes(helped, saved.item_id, third)
    asked = alice.post(path, again)
    assert asked.status_code == 409
    assert standing(saved.item_id) == third
    page = asked.content.decode()
    again = sent_from(page[page.index("<main") :]) | {"choice-text": "both"}
    assert alice.post(path, again).status_code == 302
    assert standing(saved.item_id) == (
        "We willen een boot. We willen een park. De kinderen willen buiten spelen. Oma komt nooit."
    )


def test_facts_are_put_together_each_by_itself(alice: Client, helped: Helped) -> None:
    goal = add_family_goal(helped, "Ruimer wonen", score_now=3)
    path = at(helped, "change-goal", goal_id=goal)
    mine = opened(alice, path)
    with request_transaction(helped.coach):
        change_goal(
            helped.coach,
            goal_id=goal,
            goal=GoalFields("Ruimer wonen", expressed_by_id=helped.mother.id, score_now=5, score_target=8),
            revision=revision(helped, SectionKey.GOALS),
        )
    day = {"target_date_day": "1", "target_date_month": "3", "target_date_year": "2027"}
    asked = alice.post(path, {**mine, **day, "score_now": "4"})
    assert asked.status_code == 409
    page = asked.content.decode()
    again = sent_from(page[page.index("<main") :])
    assert "choice-score_now" not in again  # nothing is proposed where both cannot stand
    missing = alice.post(path, again)
    assert missing.status_code == 409
    assert "Kies nog wat er moet staan" in missing.content.decode()
    page = missing.content.decode()
    again = sent_from(page[page.index("<main") :]) | {"choice-score_now": "mine"}
    assert alice.post(path, again).status_code == 302
    row = Goal.objects.get()
    assert (row.score_now, row.score_target, str(row.target_date)) == (4, 8, "2027-03-01")


def test_marks_of_two_people_go_together(alice: Client, helped: Helped) -> None:
    path = at(helped, "mark-domains")
    mine = opened(alice, path)
    with request_transaction(helped.coach):
        mark_domain(helped.coach, plan_id=helped.plan.id, domain="school", mark=Mark.TALK_ABOUT)
    assert alice.post(path, {**mine, "housing": "goes_well"}).status_code == 302
    page = alice.get(path).context["form"]
    assert (page["school"].value(), page["housing"].value()) == ("talk_about", "goes_well")


@pytest.mark.parametrize("base", ["", "onzin", "eyJiYXNlIjp7fX0:1abc:zzz"])
def test_a_page_that_was_meddled_with_overwrites_nothing(alice: Client, helped: Helped, base: str) -> None:
    saved = wish_of(helped)
    path = at(helped, "change-text", item_id=saved.item_id)
    answer = alice.post(path, {"base": base, "revision": "7", "text": "Weg.", "speaker": "worker"})
    assert answer.status_code == 409
    assert standing(saved.item_id) == TUIN


def draft_of(client: Client, path: str, text: str) -> Any:
    """Keep what is typed, as the page itself does."""
    sent = opened(client, path) | {"text": text, "later": "1"}
    return client.post(path, sent, headers={"Accept": "application/json"})


def test_what_is_typed_is_kept_and_found_back(alice: Client, helped: Helped) -> None:
    path = at(helped, "write-text", section="wat-we-willen")
    assert draft_of(alice, path, "We willen ee").json() == {"saved": "bewaard om 14.00, nog niet in het plan"}
    assert not Words.objects.filter(text__startswith="We willen").exists()
    assert draft_of(alice, path, "We willen een tuin").status_code == 200
    assert Draft.objects.count() == 1
    alice.logout()
    alice.force_login(helped.team.account("coach"))
    page = alice.get(path).content.decode()
    assert "Je was hier bezig om 14.00" in page
    assert "We willen een tuin</textarea>" in page
    sent = sent_from(page[page.index('id="formulier"') :]) | {"speaker": str(helped.mother.id)}
    assert alice.post(path, sent).status_code == 302
    assert Words.objects.filter(text="We willen een tuin").exists()
    assert not Draft.objects.exists()
    assert Entry.objects.filter(what="plans:draft:saved", families__contains=[helped.family.id]).exists()


def test_without_a_script_a_button_keeps_it(alice: Client, helped: Helped) -> None:
    path = at(helped, "add-goal")
    sent = opened(alice, path) | {"text": "Rust in huis", "later": "1"}
    answer = alice.post(path, sent, follow=True)
    assert "alleen jij ziet het" in answer.content.decode()
    assert "Rust in huis" not in answer.content.decode()
    page = alice.get(path).content.decode()
    assert "Rust in huis</textarea>" in page
    assert alice.post(path, {"forget": "1"}, follow=True).status_code == 200
    assert "Rust in huis" not in alice.get(path).content.decode()
    assert not Draft.objects.exists()


def test_a_draft_from_before_somebody_else_saved_is_put_together_too(alice: Client, helped: Helped) -> None:
    saved = wish_of(helped)
    path = at(helped, "change-text", item_id=saved.item_id)
    draft_of(alice, path, TUIN.replace("een tuin", "een grote tuin"))
    somebody_else_writes(helped, saved.item_id, TUIN.replace("vaak", "op woensdag"))
    assert alice.post(path, opened(alice, path)).status_code == 302
    assert "een grote tuin" in standing(saved.item_id)
    assert "op woensdag" in standing(saved.item_id)


def test_a_draft_about_what_was_taken_out_is_found_back(alice: Client, helped: Helped) -> None:
    saved = wish_of(helped)
    path = at(helped, "change-text", item_id=saved.item_id)
    draft_of(alice, path, "Een moestuin, liefst.")
    with request_transaction(helped.coach):
        take_out(helped.coach, item_id=saved.item_id)
    answer = alice.get(path)
    assert answer.status_code == 409
    assert "Een moestuin, liefst.</textarea>" in answer.content.decode()


def test_what_was_taken_out_meanwhile_is_added_anew_where_it_stood(alice: Client, helped: Helped) -> None:
    with request_transaction(helped.coach):
        saved = write_strength(helped.coach, plan_id=helped.plan.id, text="Wij lachen veel.")
    path = at(helped, "change-text", item_id=saved.item_id)
    mine = opened(alice, path) | {"text": "Wij lachen veel, ook op maandag."}
    with request_transaction(helped.coach):
        take_out(helped.coach, item_id=saved.item_id)
    page = alice.post(path, mine)
    assert page.context["title"] == SectionKey.WHAT_GOES_WELL.label
    assert alice.post(page.context["add_href"], sent_from(page.content.decode())).status_code == 302
    row = Words.objects.get(text="Wij lachen veel, ook op maandag.")
    assert row.item.in_plan.section == SectionKey.WHAT_GOES_WELL


def test_nobody_else_sees_a_draft(enter: Any, helped: Helped) -> None:
    path = at(helped, "write-text", section="wat-we-willen")
    draft_of(enter("alice"), path, "Nog niet klaar")
    for who, status in (("bob", 404), ("charlie", 404), ("coordinator", 403), ("visitor", 302)):
        answer = enter(who).get(path)
        assert answer.status_code == status
        assert "Nog niet klaar" not in answer.content.decode()
    assert "Nog niet klaar" not in enter("coordinator").get(at(helped, "read-plan")).content.decode()


def test_earlier_words_are_for_who_reads_the_plan(enter: Any, helped: Helped) -> None:
    path = at(helped, "read-words", item_id=wish_of(helped).item_id)
    for who, status in (
        ("alice", 200),
        ("coordinator", 200),
        ("bob", 404),
        ("charlie", 404),
        ("partner", 403),
    ):
        assert enter(who).get(path).status_code == status
    assert enter("alice").get(at(helped, "read-words", item_id=helped.family.id)).status_code == 404


def test_changes_are_for_who_reads_the_plan(enter: Any, helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped, "Ruimer wonen")
    activate(helped)
    wish_of(helped)
    path = at(helped, "read-changes", since=1)
    for who, status in (("coordinator", 200), ("bob", 404), ("charlie", 404), ("partner", 403)):
        assert enter(who).get(path).status_code == status
    alice = enter("alice")
    assert "Er kwam bij: “We willen een tuin." in alice.get(path).content.decode()
    plan = alice.get(at(helped, "read-plan")).content.decode()
    assert "Sinds versie 1 veranderd: ‘Wat we willen’" in plan
    assert path in plan
    activate(helped)
    for since, until, status in ((1, 2, 200), (2, 1, 404), (1, 9, 404), (0, 1, 404)):
        assert alice.get(at(helped, "read-changes", since=since, until=until)).status_code == status
    assert (
        "Wat veranderde sinds versie 1?" in alice.get(at(helped, "read-version", number=2)).content.decode()
    )


def test_keeping_what_is_typed_does_nothing_else(alice: Client, helped: Helped) -> None:
    with request_transaction(helped.coach):
        saved = add_help(helped.coach, plan_id=helped.plan.id, help=HelpFields("Kinesist", HelpState.WAITING))
    path = at(helped, "start-help", item_id=saved.item_id)
    for extra in ({"later": "1"}, {"forget": "1"}):
        assert alice.post(path, opened(alice, path) | extra).status_code == 302
        assert Help.objects.get().state == HelpState.WAITING
    answer = alice.post(path, opened(alice, path), follow=True)
    assert "Goed nieuws" in answer.content.decode()
    assert Help.objects.get().state == HelpState.STARTED


def test_two_who_tick_a_step_do_not_undo_each_other(alice: Client, helped: Helped) -> None:
    step = add_step(helped)
    for done, expected in (("yes", True), ("yes", True), ("no", False), ("no", False)):
        assert alice.post(at(helped, "tick-step", action_id=step), {"done": done}).status_code == 302
        assert (Action.objects.get().done_on is not None) == expected


def test_far_too_much_is_refused_in_words(alice: Client, helped: Helped) -> None:
    answer = draft_of(alice, at(helped, "write-text", section="wat-we-willen"), "x" * 200_000)
    assert answer.status_code == 400
    assert "te lang" in answer.content.decode()
    assert not Draft.objects.exists()
