"""A translation beside the family's own sentence: never in its place, and kept by each version."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Words
from eenplan.families.rules import Labels
from eenplan.plans.actions import TranslationFields, change_text, translate_piece, write_wish
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import Section
from eenplan.plans.queries import Piece, Spoken, plan, version
from eenplan.plans.queries.changes import changes_since
from eenplan.plans.rules.changes import What
from eenplan.plans.rules.translations import Translated, add_translation, with_later
from tests.factories.plans import Helped, activate, add_family_goal, fill, mark_all_domains
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db

TURKISH, DUTCH, BETTER = "Çocuklar rahat uyusun", "De kinderen slapen rustig", "Dat de kinderen rustig slapen"


def wish(helped: Helped, text: str = TURKISH, **changes: Any) -> UUID:
    """A wish of the mother's; its item's id."""
    changes.setdefault("speaker_id", helped.mother.id)
    with request_transaction(helped.coach):
        return write_wish(helped.coach, plan_id=helped.plan.id, text=text, **changes).item_id


def translate(
    helped: Helped, item_id: UUID, text: str = DUTCH, acting: Acting | None = None, **more: Any
) -> None:
    """Dutch beside Turkish, as the coach writes it down."""
    acting = acting or helped.coach
    fields: dict[str, Any] = {"texts": {"text": text}, "said_in": "tr", "into": "nl", **more}
    with request_transaction(acting):
        translate_piece(acting, item_id=item_id, translation=TranslationFields(**fields))


def in_plan(helped: Helped, item_id: UUID) -> Spoken:
    """What a wish says in the working plan, as its coach reads it."""
    with request_transaction(helped.coach):
        wishes: tuple[Piece, ...] = plan(helped.coach, helped.family.id).pieces.texts[SectionKey.WHAT_WE_WANT]
    return next(one.text for one in wishes if one.item_id == item_id and one.text)


def in_version(helped: Helped, acting: Acting, number: int | None = None) -> Spoken:
    """What the first wish says in a version, as somebody reads it."""
    with request_transaction(acting):
        first = version(acting, helped.family.id, number).pieces.texts[SectionKey.WHAT_WE_WANT][0]
    assert first.text
    return first.text


def revision(helped: Helped) -> int:
    """How often the wishes were saved."""
    return Section.objects.get(plan=helped.plan, key=SectionKey.WHAT_WE_WANT).revision


def test_the_translation_stands_beside_and_the_sentence_stays(cast: Cast, helped: Helped) -> None:
    item_id = wish(helped)
    translate(helped, item_id)
    said = in_plan(helped, item_id)
    assert (said.text, said.language, said.speaker_id) == (TURKISH, "tr", helped.mother.id)
    (beside,) = said.translations
    name = helped.team.assignments["coach"].staff_member.name
    assert (beside.text, beside.language, beside.by, beside.of_earlier) == (DUTCH, "nl", name, False)


def test_who_translated_is_said(cast: Cast, helped: Helped) -> None:
    item_id = wish(helped)
    translate(helped, item_id, by_person_id=helped.people[1].id)
    (beside,) = in_plan(helped, item_id).translations
    assert (beside.by, beside.by_interpreter) == (helped.people[1].given_name, False)
    translate(helped, item_id, by_interpreter=True)
    (beside,) = in_plan(helped, item_id).translations
    assert beside.by_interpreter
    with pytest.raises(NotFound):
        translate(helped, item_id, by_person_id=item_id)


def test_a_newer_translation_replaces_the_older_and_nothing_is_wiped(cast: Cast, helped: Helped) -> None:
    item_id = wish(helped)
    translate(helped, item_id)
    translate(helped, item_id, BETTER)
    assert [one.text for one in in_plan(helped, item_id).translations] == [BETTER]
    assert Words.objects.filter(item_id=item_id, text=DUTCH).exists()
    count = Words.objects.count()
    translate(helped, item_id, BETTER)
    assert Words.objects.count() == count
    translate(helped, item_id, "")
    assert in_plan(helped, item_id).translations == ()


def test_said_anew_the_translation_is_of_the_earlier_sentence(cast: Cast, helped: Helped) -> None:
    item_id = wish(helped)
    translate(helped, item_id)
    with request_transaction(helped.coach):
        change_text(
            helped.coach,
            item_id=item_id,
            text="Başka bir şey",
            revision=revision(helped),
            speaker_id=helped.mother.id,
        )
    said = in_plan(helped, item_id)
    assert said.language == "tr"  # the language stays as it was noted
    assert [(one.text, one.of_earlier) for one in said.translations] == [(DUTCH, True)]
    translate(helped, item_id, DUTCH)
    assert [one.of_earlier for one in in_plan(helped, item_id).translations] == [False]


@pytest.mark.rule(18)
def test_a_version_keeps_the_translation_that_was_read_then(cast: Cast, helped: Helped) -> None:
    item_id = wish(helped)
    mark_all_domains(helped)
    add_family_goal(helped)
    translate(helped, item_id)
    activate(helped)
    before = revision(helped)
    translate(helped, item_id, BETTER)
    assert revision(helped) == before + 1
    assert [one.text for one in in_version(helped, helped.coach).translations] == [DUTCH]
    with request_transaction(helped.coach):
        (change,) = changes_since(helped.coach, helped.family.id, 1).changes
    assert (change.what, change.before, change.after) == (What.TRANSLATED, DUTCH, BETTER)
    activate(helped)
    assert [one.text for one in in_version(helped, helped.coach, 1).translations] == [DUTCH]
    assert [one.text for one in in_version(helped, helped.coach, 2).translations] == [BETTER]


def test_a_translation_that_comes_later_is_read_at_once_and_changes_nothing(
    cast: Cast, helped: Helped
) -> None:
    item_id = wish(helped)
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    before = revision(helped)
    translate(helped, item_id)
    mother = with_card(helped, helped.mother)
    assert [one.text for one in in_version(helped, mother).translations] == [DUTCH]
    assert revision(helped) == before
    with request_transaction(helped.coach):
        assert changes_since(helped.coach, helped.family.id, 1).changes == ()


@pytest.mark.rule(34)
def test_who_may_not_read_the_sentence_does_not_read_the_translation(cast: Cast, helped: Helped) -> None:
    secret = wish(helped, labels=Labels(confidential=True), speaker_id=helped.people[1].id)
    wish(helped, "zichtbaar", labels=Labels(released_to_all=True))
    translate(helped, secret, "GEHEIM-vertaling")
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    mother = with_card(helped, helped.mother)
    with request_transaction(mother):
        assert not Words.objects.filter(text="GEHEIM-vertaling").exists()
        assert "GEHEIM-vertaling" not in repr(version(mother, helped.family.id))


def test_only_who_writes_in_the_plan_translates(cast: Cast, helped: Helped) -> None:
    item_id = wish(helped)
    for acting in (cast.charlie, cast.bob, with_card(helped, helped.mother)):
        with pytest.raises(NotFound):
            translate(helped, item_id, acting=acting)
    with pytest.raises(RuleBroken, match="same-language") as refused:
        translate(helped, item_id, into="tr")
    assert refused.value.field == "into"


def test_the_database_keeps_a_translation_with_its_words(helped: Helped) -> None:
    one, other = wish(helped), wish(helped, "iets anders")
    said = Words.objects.get(item_id=one)
    row = {"family_id": helped.family.id, "item_id": other, "author_id": helped.coach.actor_id, "text": "x"}
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Words.objects.bulk_create([Words(**row, translation_of=said)])
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Words.objects.bulk_create([Words(**row, by_interpreter=True)])


@pytest.mark.parametrize("number", [1, 3])
def test_translations_cost_no_question_more(cast: Cast, helped: Helped, number: int) -> None:
    fill(helped, number)
    for one in list(Words.objects.filter(item__kind="wish")):
        translate(helped, one.item_id)
    activate(helped)
    with request_transaction(helped.coach):
        with CaptureQueriesContext(connection) as asked:
            plan(helped.coach, helped.family.id)
        assert len(asked) == 10
        with CaptureQueriesContext(connection) as asked:
            version(helped.coach, helped.family.id)
        assert len(asked) == 7


def test_beside_nothing_stands_no_translation() -> None:
    one = Translated("text", "hallo", "nl", None, "a", False, "merhaba")
    words: dict[str, Any] = {}
    add_translation(words, one)
    assert words == {}
    words = {"text": {"text": "", "language": "tr", "speaker_id": None}}
    add_translation(words, one)
    assert "translations" not in words["text"]


def test_what_comes_later_leaves_what_was_kept() -> None:
    said = {"text": {"text": "merhaba", "language": "tr", "speaker_id": None}}
    later = [Translated("text", "hallo", "nl", None, "a", False, "merhaba")]
    more = with_later(said, later)
    assert more["text"]["translations"]["nl"]["text"] == "hallo"
    assert "translations" not in said["text"]
    kept = with_later(more, [Translated("text", "dag", "nl", None, "a", False, "merhaba")])
    assert kept["text"]["translations"]["nl"]["text"] == "hallo"
    assert with_later(said, [Translated("text", "dag", "nl", None, "a", False, "iets anders")]) is said
