"""Words for working together: topics, disagreements, other plans, reviews, and aftercare that is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.core.clock import today
from eenplan.plans.enums import SectionKey, Topic
from eenplan.plans.queries import DisagreementPiece, LinkedPlanPiece, PlanNow, ReviewPiece
from eenplan.plans.queries.aftercare import AftercareDue
from eenplan.plans.rules import TOPICS
from eenplan.web.coach.presenters.parts import Quote
from eenplan.web.coach.presenters.plan import at, quotes
from eenplan.web.coach.presenters.seen import seen
from eenplan.web.shared import words
from eenplan.web.shared.labels import SeenChip
from eenplan.web.shared.plan_parts import (
    DisagreementView,
    ReviewView,
    disagreement_view,
    linked_words,
    review_view,
)

ASKED: dict[Topic, tuple[str | Promise, str | Promise]] = {
    Topic.SIGNS: (
        gettext_lazy("Waaraan merken jullie dat het moeilijk wordt?"),
        gettext_lazy("De eerste tekens, klein en gewoon: Seppe slaapt slecht, ik neem de telefoon niet op."),
    ),
    Topic.OURSELVES: (
        gettext_lazy("Wat doen jullie dan zelf?"),
        gettext_lazy("Wat hielp vroeger al? Bijvoorbeeld: even naar oma, samen wandelen."),
    ),
    Topic.CALL: (
        gettext_lazy("Wie bellen jullie?"),
        gettext_lazy("Naam en nummer, en wanneer. Eerst wie dichtbij staat."),
    ),
    Topic.SAFETY: (
        gettext_lazy("Wat spraken we af over veiligheid?"),
        gettext_lazy("Dit staat apart. Enkel wie dit gezin begeleidt, leest het; het staat nooit op papier."),
    ),
    Topic.RHYTHM: (
        gettext_lazy("Hoe vaak zien of horen we elkaar?"),
        gettext_lazy("Bijvoorbeeld: elke dinsdag na school, en bellen mag altijd tot zes uur."),
    ),
    Topic.SHARING: (
        gettext_lazy("Wie mag wat weten?"),
        gettext_lazy("Wat delen we met wie, en wat niet?"),
    ),
    Topic.SCHOOL: (
        gettext_lazy("Wie vertelt het aan de school?"),
        gettext_lazy("Wie praat met wie, en waarover?"),
    ),
}


@dataclass(frozen=True, slots=True)
class TopicBlock:
    """One side of a section: its words, and the way to add to them."""

    title: str
    quotes: tuple[Quote, ...]
    href: str


@dataclass(frozen=True, slots=True)
class TopicsPart:
    """A section with several sides. `empty` are the sides of which nothing was said yet."""

    title: str
    slug: str
    filled: tuple[TopicBlock, ...]
    empty: tuple[TopicBlock, ...]
    loose: tuple[Quote, ...]
    safety: TopicBlock | None
    href: str
    saved: str


@dataclass(frozen=True, slots=True)
class DisagreementLine:
    """A disagreement with the ways to change and to resolve it."""

    view: DisagreementView
    href: str
    resolve_href: str
    seen: SeenChip | None


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """A partner's own plan."""

    title: str
    about: str
    href: str
    seen: SeenChip | None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A day on which the plan was looked at again, with the way to put it right."""

    view: ReviewView
    href: str
    seen: SeenChip | None


@dataclass(frozen=True, slots=True)
class TogetherPart:
    """What does not stand in a section of loose texts: disagreements, other plans, reviews."""

    disagreements: tuple[DisagreementLine, ...]
    linked: tuple[LinkedLine, ...]
    reviews: tuple[ReviewLine, ...]
    add_disagreement: str
    add_linked: str
    add_review: str


def topics_part(page: PlanNow, key: SectionKey, slug: str, saved: str) -> TopicsPart:
    """A section with several sides."""
    pieces = page.pieces.texts.get(key, ())
    blocks = {
        topic: TopicBlock(
            str(topic.label),
            tuple(quotes(page, [one for one in pieces if one.topic == topic])),
            at("write-topic", page, topic=topic.value),
        )
        for topic in TOPICS[key]
    }
    safety = blocks.pop(Topic.SAFETY, None)
    return TopicsPart(
        title=str(key.label),
        slug=slug,
        filled=tuple(block for block in blocks.values() if block.quotes),
        empty=tuple(block for block in blocks.values() if not block.quotes),
        loose=tuple(quotes(page, [one for one in pieces if not one.topic])),
        safety=safety,
        href=at("write-text", page, section=slug),
        saved=saved,
    )


def together_part(page: PlanNow) -> TogetherPart:
    """Disagreements, other plans and reviews."""
    return TogetherPart(
        disagreements=tuple(
            DisagreementLine(
                disagreement_view(one),
                at("change-disagreement", page, item_id=one.item_id),
                at("resolve-disagreement", page, item_id=one.item_id),
                seen(page, one),
            )
            for one in page.pieces.of(DisagreementPiece)
        ),
        linked=tuple(
            LinkedLine(
                one.text.text if one.text else "",
                linked_words(one),
                at("change-linked-plan", page, item_id=one.item_id),
                seen(page, one),
            )
            for one in page.pieces.of(LinkedPlanPiece)
        ),
        reviews=tuple(
            ReviewLine(
                review_view(one, page.pieces.goals),
                at("change-review", page, item_id=one.item_id),
                seen(page, one),
            )
            for one in reversed(page.pieces.of(ReviewPiece))
        ),
        add_disagreement=at("add-disagreement", page),
        add_linked=at("add-linked-plan", page),
        add_review=at("hold-review", page),
    )


@dataclass(frozen=True, slots=True)
class AftercareLine:
    """A family to ask how it goes."""

    text: str
    href: str
    when: str
    about: str


def aftercare_lines(due: Sequence[AftercareDue]) -> list[AftercareLine]:
    """Families to ask how it goes, the first day first."""
    return [
        AftercareLine(
            one.family_name,
            reverse("coach:record-aftercare", args=[one.family_id, one.trajectory_id]),
            _("was voor %(day)s") % {"day": words.day(one.on)} if one.on < today() else words.day(one.on),
            _("afgerond op %(day)s") % {"day": words.day(one.ended_on)},
        )
        for one in due
    ]


def speaker_of(piece: DisagreementPiece, else_value: str) -> str:
    """Which answer of the form says who does not agree."""
    return str(piece.person_id) if isinstance(piece.person_id, UUID) else else_value
