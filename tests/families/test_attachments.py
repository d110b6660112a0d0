"""Papers behind the fence: who reaches the family, by their labels, each opening in the audit."""

import pytest
from django.db import ProgrammingError, connection, transaction

from eenplan.audit.enums import EntryKind
from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import (
    Labels,
    add_attachment,
    end_attachment,
    issue_card,
    relabel,
    release_attachment,
)
from eenplan.families.enums import FileKind
from eenplan.families.files import Paper
from eenplan.families.models import Attachment, AttachmentContent, Card, Item
from eenplan.families.queries import attachments, open_attachment, reader
from eenplan.referrals.actions import forward, recognise_family
from eenplan.referrals.queries import decisions, referral
from tests.cast import Team, acting_as, make_team
from tests.factories.papers import make_pdf
from tests.factories.plans import Helped, make_coach, make_helped
from tests.factories.referrals import make_referral, where
from tests.once import once

pytestmark = pytest.mark.django_db


def a_paper(text: str = "een") -> Paper:
    return Paper("Verslag.pdf", FileKind.PDF, make_pdf(text))


def add(acting: Acting, helped: Helped, text: str = "een", *, health: bool = False) -> Attachment:
    with request_transaction(acting):
        return add_attachment(acting, family_id=helped.family.id, paper=a_paper(text), health=health)


def names_for(acting: Acting, helped: Helped) -> list[str]:
    with request_transaction(acting):
        return [row.name for row in attachments(acting, helped.family.id)]


@once
def here() -> Team:
    return make_team("9901")


@once
def helped(here: Team) -> Helped:
    return make_helped(here)


def test_the_team_opens_it_and_the_audit_says_so(here: Team, helped: Helped) -> None:
    made = add(helped.coach, helped)
    for acting in (helped.coach, here.acting(Role.INTAKE), here.acting(Role.COORDINATOR)):
        assert names_for(acting, helped) == ["Verslag.pdf"]
        with request_transaction(acting):
            paper = open_attachment(acting, helped.family.id, made.item_id)
        assert paper.content == make_pdf("een")
        assert paper.media_type == "application/pdf"
        read = Entry.objects.filter(kind=EntryKind.READ, what="families:attachment").latest("id")
        assert (read.actor_id, read.families, read.subject_id) == (
            acting.actor_id,
            [helped.family.id],
            made.item_id,
        )


def test_nobody_else_does(here: Team, helped: Helped) -> None:
    made, there = add(helped.coach, helped), make_team("9902")
    others = [
        acting_as(make_coach(here)),
        here.acting(Role.PARTNER),
        here.acting(Role.ADMIN),
        here.acting(Role.PSYCHOLOGIST),
        there.acting(Role.INTAKE),
        there.acting(Role.COORDINATOR),
    ]
    for acting in others:
        assert names_for(acting, helped) == []
        with request_transaction(acting):
            assert AttachmentContent.objects.count() == 0
            with pytest.raises(NotFound):
                open_attachment(acting, helped.family.id, made.item_id)
            with pytest.raises(NotFound):
                end_attachment(acting, family_id=helped.family.id, attachment_id=made.item_id)
            with pytest.raises(NotFound):
                add_attachment(acting, family_id=helped.family.id, paper=a_paper("twee"))


@pytest.mark.rule(32)
def test_with_a_card_it_is_seen_only_once_released(helped: Helped) -> None:
    made = add(helped.coach, helped)
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    family_member = reader(Card.objects.get(id=card.card_id))
    assert names_for(family_member, helped) == []
    with request_transaction(family_member):
        assert AttachmentContent.objects.count() == 0
        with pytest.raises(NotFound):
            open_attachment(family_member, helped.family.id, made.item_id)
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=made.item_id, labels=Labels(released_to_all=True))
    assert names_for(family_member, helped) == ["Verslag.pdf"]
    with request_transaction(family_member):
        assert open_attachment(family_member, helped.family.id, made.item_id).content == make_pdf("een")


def test_it_keeps_its_labels_size_and_hash(helped: Helped) -> None:
    made = add(helped.coach, helped, health=True)
    item = Item.objects.get(id=made.item_id)
    assert (item.health, item.released_to_all, item.author_id) == (True, False, helped.coach.actor_id)
    assert (made.size, made.sha256) == (len(make_pdf("een")), a_paper().sha256)


def test_the_same_paper_twice_is_one_and_there_is_an_end_to_them(helped: Helped, settings: object) -> None:
    assert add(helped.coach, helped).item_id == add(helped.coach, helped).item_id
    settings.ATTACHMENTS_IN_FILE = 2  # type: ignore[attr-defined]
    add(helped.coach, helped, "twee")
    with pytest.raises(RuleBroken) as refused:
        add(helped.coach, helped, "drie")
    assert refused.value.code == "files:too-many"
    assert Attachment.objects.count() == AttachmentContent.objects.count() == 2


def test_taken_out_it_opens_for_nobody_and_stays_in_the_audit(helped: Helped) -> None:
    made = add(helped.coach, helped)
    with request_transaction(helped.coach):
        end_attachment(helped.coach, family_id=helped.family.id, attachment_id=made.item_id)
    assert names_for(helped.coach, helped) == []
    with request_transaction(helped.coach), pytest.raises(NotFound):
        open_attachment(helped.coach, helped.family.id, made.item_id)
    told = Entry.objects.filter(subject_id=made.item_id).values_list("what", flat=True)
    assert {"families:attachment:written", "families:attachment:ended"} <= set(told)
    assert Attachment.objects.filter(item_id=made.item_id).exists()


@pytest.mark.rule(8)
def test_forwarded_to_another_partnership_it_goes_along(here: Team) -> None:
    there, referral = make_team("9902"), make_referral(here)
    sender, receiver = here.acting(Role.INTAKE), there.acting(Role.INTAKE)
    with request_transaction(sender):
        made = add_attachment(sender, family_id=referral.family_id, paper=a_paper())
    with request_transaction(sender):
        forward(sender, referral_id=referral.id, area=where(there), reason="Ze wonen daar.")
    with request_transaction(sender), pytest.raises(NotFound):
        open_attachment(sender, referral.family_id, made.item_id)
    with request_transaction(receiver):
        assert open_attachment(receiver, referral.family_id, made.item_id).content == make_pdf("een")


def test_the_database_lets_nobody_change_or_remove_what_was_kept(helped: Helped) -> None:
    add(helped.coach, helped)
    for statement in (
        "UPDATE families_attachmentcontent SET content = ''",
        "DELETE FROM families_attachmentcontent",
        "UPDATE families_attachment SET name = 'x'",
    ):
        with request_transaction(helped.coach), pytest.raises(ProgrammingError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_family_that_is_removed_takes_its_papers_along(helped: Helped) -> None:
    made = add(helped.coach, helped)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns WHERE table_name IN"
            " ('families_attachment', 'families_attachmentcontent') AND column_name = 'family_id'"
        )
        assert cursor.fetchone() == (2,)
        cursor.execute(
            "SELECT attstorage FROM pg_attribute WHERE attrelid = 'families_attachmentcontent'::regclass"
            " AND attname = 'content'"
        )
        assert cursor.fetchone() == ("e",)
    assert AttachmentContent.objects.get(attachment_id=made.item_id).family_id == helped.family.id


@pytest.mark.rule(11)
def test_of_a_family_that_is_taken_in_the_papers_come_along(here: Team) -> None:
    intake = here.acting(Role.INTAKE)
    known, newcomer = make_referral(here), make_referral(here)
    with request_transaction(intake):
        made = add_attachment(intake, family_id=newcomer.family_id, paper=a_paper())
    with request_transaction(intake):
        (double,) = decisions(intake, referral(intake, newcomer.id)).doubles
        recognise_family(intake, referral_id=newcomer.id, pair=double.pair, reason="Zelfde moeder.")
    with request_transaction(intake):
        assert open_attachment(intake, known.family_id, made.item_id).content == make_pdf("een")
    assert AttachmentContent.objects.get().family_id == known.family_id


def release(acting: Acting, helped: Helped, made: Attachment, *, released: bool = True) -> None:
    with request_transaction(acting):
        release_attachment(acting, family_id=helped.family.id, attachment_id=made.item_id, released=released)


@pytest.mark.rule(32)
def test_a_coach_lets_the_family_in_and_out_again_and_the_audit_says_so(helped: Helped) -> None:
    made = add(helped.coach, helped)
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    family_member = reader(Card.objects.get(id=card.card_id))
    release(helped.coach, helped, made)
    assert names_for(family_member, helped) == ["Verslag.pdf"]
    with request_transaction(family_member), pytest.raises(NotFound):
        release_attachment(
            family_member, family_id=helped.family.id, attachment_id=made.item_id, released=False
        )
    release(helped.coach, helped, made, released=False)
    assert names_for(family_member, helped) == []
    with request_transaction(family_member), pytest.raises(NotFound):
        open_attachment(family_member, helped.family.id, made.item_id)
    told = list(Entry.objects.filter(subject_id=made.item_id).values_list("what", flat=True))
    assert told.count("families:attachment:relabelled") == 2


@pytest.mark.rule(32)
@pytest.mark.parametrize(
    ("labels", "code"),
    [
        (Labels(confidential=True), "released-and-closed"),
        (Labels(third_party_only=True), "released-and-closed"),
        (Labels(court=True), "released-and-closed"),
        (Labels(agogic_exception=True, agogic_reason="nu niet"), "released-and-closed"),
        (Labels(health=True), "files:health-not-released"),
    ],
)
def test_what_must_stay_among_few_is_not_released(helped: Helped, labels: Labels, code: str) -> None:
    made = add(helped.coach, helped)
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=made.item_id, labels=labels)
    with pytest.raises(RuleBroken, match=f"^{code}$"):
        release(helped.coach, helped, made)
    assert not Item.objects.get(id=made.item_id).released_to_all


def test_nobody_but_the_coach_releases(here: Team, helped: Helped) -> None:
    made = add(helped.coach, helped)
    others = (here.acting(Role.INTAKE), here.acting(Role.COORDINATOR), acting_as(make_coach(here)))
    for acting in (*others, make_team("9902").acting(Role.COACH)):
        with pytest.raises(NotFound):
            release(acting, helped, made)
