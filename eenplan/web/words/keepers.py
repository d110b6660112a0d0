"""How numbers and words that have a table of their own are read and changed: the norm, quotas, themes of talks, terms of the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from eenplan.capacity import actions as capacity
from eenplan.capacity.enums import NormKey
from eenplan.capacity.queries import norms_through_time, quotas_through_time
from eenplan.consent.actions import terms as law
from eenplan.consent.enums import TermCode
from eenplan.consent.queries.terms import terms_through_time
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.network import actions
from eenplan.network.enums import Wording
from eenplan.network.queries import Dated, words_through_time
from eenplan.plans.actions import session_themes as themes
from eenplan.plans.queries.sessions import themes_through_time


class Keeper(Protocol):
    """Reads what is dated, and changes it from a day on. Raises RuleBroken, and NotFound for what is not there."""

    def through_time(self, acting: Acting, place: UUID | None) -> list[Dated]:
        """All of it for a place, past and planned."""

    def change(
        self, acting: Acting, place: UUID | None, code: str, said: Mapping[str, Any], since: date
    ) -> None:
        """Let it be so from a day on."""

    def end(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """Have nothing of one's own any more from a day on."""

    def take_back(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """Take a planned change back."""


class Worded:
    """Words of the network room."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    def through_time(self, acting: Acting, place: UUID | None) -> list[Dated]:
        """Words of this kind for a place."""
        return words_through_time(acting, self.wording, partnership_id=place)

    def change(
        self, acting: Acting, place: UUID | None, code: str, said: Mapping[str, Any], since: date
    ) -> None:
        """Other words from a day on."""
        actions.change_words(
            acting, kind=self.wording, partnership_id=place, code=code, words=dict(said), since=since
        )

    def end(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """The default again."""
        actions.end_words(acting, kind=self.wording, partnership_id=place, code=code, since=since)

    def take_back(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """What holds goes on."""
        actions.take_back_words(acting, kind=self.wording, partnership_id=place, code=code, since=since)


@dataclass(frozen=True, slots=True)
class Norms:
    """How many families a full-time coach guides, or another number of that kind."""

    key: NormKey = NormKey.FAMILIES_PER_FULL_TIME_COACH

    def through_time(self, acting: Acting, place: UUID | None) -> list[Dated]:
        """The norm for a place."""
        return norms_through_time(acting, partnership_id=place, key=self.key)

    def change(
        self, acting: Acting, place: UUID | None, code: str, said: Mapping[str, Any], since: date
    ) -> None:
        """Another number from a day on."""
        capacity.set_norm(acting, partnership_id=place, value=said["value"], from_day=since, key=self.key)

    def end(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """The default again."""
        if place:
            capacity.set_norm(acting, partnership_id=place, value=None, from_day=since, key=self.key)

    def take_back(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """What holds goes on."""
        capacity.take_back_number(acting, partnership_id=place, since=since, norm=self.key)


class Quotas:
    """How many trajectories a year are kept free for whom."""

    def through_time(self, acting: Acting, place: UUID | None) -> list[Dated]:
        """Quotas of a partnership."""
        return quotas_through_time(acting, partnership_id=place) if place else []

    def change(
        self, acting: Acting, place: UUID | None, code: str, said: Mapping[str, Any], since: date
    ) -> None:
        """Another number from a day on; empty for none."""
        capacity.set_quota(
            acting, referrer_type=code, number=said["number"], from_day=since, partnership_id=place
        )

    def end(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """None from a day on."""
        if place:
            self.change(acting, place, code, {"number": None}, since)

    def take_back(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """What holds goes on."""
        capacity.take_back_number(acting, partnership_id=place, since=since, referrer_type=code)


class Terms:
    """What the law sets: one list for everybody, that never ends."""

    def through_time(self, acting: Acting, place: UUID | None) -> list[Dated]:
        """Every term."""
        return terms_through_time(acting)

    def change(
        self, acting: Acting, place: UUID | None, code: str, said: Mapping[str, Any], since: date
    ) -> None:
        """Another number with its basis from a day on."""
        law.change_term(
            acting, code=TermCode(code), value=said["value"], reference=said["reference"], since=since
        )

    def end(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """The law never says nothing."""
        raise NotFound("term")

    def take_back(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """What holds goes on."""
        law.take_back_term(acting, code=TermCode(code), since=since)


class Themes:
    """What talks with a psychologist can be about."""

    def through_time(self, acting: Acting, place: UUID | None) -> list[Dated]:
        """The themes for a place."""
        return themes_through_time(acting, partnership_id=place)

    def change(
        self, acting: Acting, place: UUID | None, code: str, said: Mapping[str, Any], since: date
    ) -> None:
        """Other words for a theme from a day on."""
        themes.change_theme_words(acting, partnership_id=place, code=code, words=said, since=since)

    def end(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """The default again."""
        themes.end_theme_words(acting, partnership_id=place, code=code, since=since)

    def take_back(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """What holds goes on."""
        themes.take_back_theme(acting, partnership_id=place, code=code, since=since)
