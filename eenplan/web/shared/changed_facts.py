"""Facts of a piece of the plan, in the words in which a change of them is told (see `changes`)."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from eenplan.families.enums import ItemKind
from eenplan.plans.enums import (
    Attendance,
    Closeness,
    Face,
    HelpType,
    Horizon,
    SaidHow,
    Secrecy,
    TeamKind,
)

# Facts that are words as somebody typed them, and those that are one of some choices, with the words of each.
AS_TYPED = ("role", "organisation", "availability", "about", "name")
CHOICES: Mapping[tuple[ItemKind, str], Mapping[Any, Any]] = {
    (ItemKind.GOAL, "horizon"): dict(Horizon.choices),
    (ItemKind.WHO_MATTERS, "how"): dict(Closeness.choices),
    (ItemKind.CHILD_VIEW, "how"): dict(SaidHow.choices),
    (ItemKind.CHILD_VIEW, "face"): dict(Face.choices),
    (ItemKind.TEAM_MEMBER, "team_kind"): dict(TeamKind.choices),
    (ItemKind.TEAM_MEMBER, "secrecy"): dict(Secrecy.choices),
    (ItemKind.TEAM_MEMBER, "attendance"): dict(Attendance.choices),
    (ItemKind.HELP, "help_type"): dict(HelpType.choices),
}
_SINCE = (
    gettext_lazy("Bij “%(text)s” staat nu: sinds %(after)s."),
    gettext_lazy("Bij “%(text)s” staat niet meer sinds wanneer."),
)
# Facts with sentences of their own: for what it is now, and for when it is nothing any more.
OF_THEIR_OWN: Mapping[tuple[ItemKind, str], tuple[Promise, Promise]] = {
    (ItemKind.GOAL, "domain"): (
        gettext_lazy("Het doel “%(text)s” gaat nu over: %(after)s."),
        gettext_lazy("Bij het doel “%(text)s” staat niet meer waarover het gaat."),
    ),
    (ItemKind.GOAL, "part_of_id"): (
        gettext_lazy("Het doel “%(text)s” is nu een stap naar een ander doel."),
        gettext_lazy("Het doel “%(text)s” staat nu op zichzelf."),
    ),
    (ItemKind.GOAL, "score_start"): (
        gettext_lazy("Bij “%(text)s” was het cijfer in het begin %(after)s op 10."),
        gettext_lazy("Bij “%(text)s” staat geen cijfer van in het begin meer."),
    ),
    (ItemKind.GOAL, "score_target"): (
        gettext_lazy("Bij “%(text)s” willen jullie naar %(after)s op 10."),
        gettext_lazy("Bij “%(text)s” staat niet meer naar welk cijfer jullie willen."),
    ),
    (ItemKind.ACTION, "goal_id"): (
        gettext_lazy("De stap “%(text)s” hoort nu bij een doel waar ze eerst niet bij hoorde."),
        gettext_lazy("De stap “%(text)s” hoort bij geen doel meer."),
    ),
    (ItemKind.HELP, "since"): _SINCE,
    (ItemKind.HELP, "asked_on"): (
        gettext_lazy("Op %(after)s vroegen we naar de hulp “%(text)s”."),
        gettext_lazy("Wanneer we naar de hulp “%(text)s” vroegen, staat er niet meer."),
    ),
    (ItemKind.HELP, "expected"): (
        gettext_lazy("De hulp “%(text)s” verwachten we nu tegen %(day)s."),
        gettext_lazy("Wanneer de hulp “%(text)s” komt, weten we niet meer."),
    ),
    (ItemKind.HELP, "started_on"): (
        gettext_lazy("De hulp “%(text)s” is gestart op %(after)s."),
        gettext_lazy("Wanneer de hulp “%(text)s” startte, staat er niet meer."),
    ),
    (ItemKind.HELP, "ended_on"): (
        gettext_lazy("De hulp “%(text)s” is gestopt op %(after)s."),
        gettext_lazy("Wanneer de hulp “%(text)s” stopte, staat er niet meer."),
    ),
    (ItemKind.TEAM_MEMBER, "owner"): (
        gettext_lazy("Met “%(text)s” bedoelen we %(after)s."),
        gettext_lazy("Bij “%(text)s” staat niet meer welke hulpverlener het is."),
    ),
    (ItemKind.TEAM_MEMBER, "phone"): (
        gettext_lazy("Het nummer van %(text)s is nu %(phone)s."),
        gettext_lazy("Het nummer van %(text)s staat er niet meer."),
    ),
    (ItemKind.HOME, "since"): _SINCE,
    (ItemKind.HOME, "until"): (
        gettext_lazy("Bij “%(text)s” staat nu: tot en met %(after)s."),
        gettext_lazy("Bij “%(text)s” staat geen laatste dag meer."),
    ),
    (ItemKind.CHILD_VIEW, "on"): (
        gettext_lazy("Wat %(text)s zegt, is van %(after)s."),
        gettext_lazy("Bij wat %(text)s zegt, staat geen dag meer."),
    ),
    (ItemKind.CHILD_VIEW, "drawing_id"): (
        gettext_lazy("%(text)s maakte een tekening."),
        gettext_lazy("De tekening van %(text)s staat er niet meer."),
    ),
    (ItemKind.DISAGREEMENT, "on"): _SINCE,
    (ItemKind.LINKED_PLAN, "on"): (
        gettext_lazy("Het plan “%(text)s” is van %(after)s."),
        gettext_lazy("Bij het plan “%(text)s” staat geen dag meer."),
    ),
}
DAYS = ("since", "asked_on", "expected", "started_on", "ended_on", "on")
