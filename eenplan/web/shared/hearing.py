"""How somebody hears that something is ready, in words: the ways to choose from, and what was not sent."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.plans.enums import HearsBy, NoticeKind, NoticeState
from eenplan.plans.queries.notices import Hears, OwnAddress, ToTell

# What can be chosen beside the addresses that stand there.
NOTHING, LETTER, AS_IS, OTHER = "nothing", "letter", "as-is", "other"

KINDS = {
    NoticeKind.NEW: gettext_lazy("er staat iets nieuws klaar"),
    NoticeKind.REMINDER: gettext_lazy("een herinnering aan een afspraak"),
    NoticeKind.PLANNED: gettext_lazy("er is een nieuwe afspraak"),
    NoticeKind.MOVED: gettext_lazy("een afspraak veranderde"),
    NoticeKind.LEAVE: gettext_lazy("er komt iemand anders in de plaats van de coach"),
}
WHY = {
    "unsafe-family": gettext_lazy(
        "Niet verstuurd: bij dit gezin staat dat het niet veilig is om te bellen of te schrijven."
    ),
    "unsafe": gettext_lazy("Niet verstuurd: van dit adres of nummer staat dat het niet veilig is."),
    "unsafe-home": gettext_lazy("Geen brief: van het adres staat dat het niet veilig is."),
    "unaware": gettext_lazy("Niet verstuurd: deze persoon weet nog niet van het plan."),
    "used-less": gettext_lazy(
        "Niet verstuurd: deze persoon vroeg om de eigen gegevens een tijd niet te gebruiken."
    ),
    "no-address": gettext_lazy("Niet verstuurd: het gekozen adres of nummer staat er niet meer."),
    "shared": gettext_lazy(
        "Niet verstuurd: dit adres of nummer is van het hele gezin, en niet iedereen hoeft van deze afspraak te weten."
    ),
    "no-answer": gettext_lazy("Niet verstuurd: we probeerden het urenlang, en kregen geen verbinding."),
    "refused": gettext_lazy("Niet verstuurd: dit adres of nummer werd geweigerd. Kijk het samen na."),
}


def way_words(by: HearsBy, shown: str) -> str:
    """'een e-mail naar kaat@example.org'."""
    if by is HearsBy.EMAIL:
        return _("een e-mail naar %(address)s") % {"address": shown}
    if by is HearsBy.TEXT:
        return _("een sms naar %(address)s") % {"address": shown}
    if by is HearsBy.LETTER:
        return _("een brief die de coach afgeeft")
    return _("wij sturen niets")


def chosen_words(hears: Hears) -> str:
    """What somebody chose: 'een e-mail naar …'. Of an address that may not be shown, or is gone: that there is one."""
    if hears.by in (HearsBy.EMAIL, HearsBy.TEXT) and hears.chosen is None:
        return (
            _("een e-mail, naar het adres dat met de coach afgesproken is")
            if hears.by is HearsBy.EMAIL
            else _("een sms, naar het nummer dat met de coach afgesproken is")
        )
    return way_words(hears.by, hears.chosen.shown if hears.chosen else "")


def ways(can: Sequence[OwnAddress]) -> list[tuple[str, str]]:
    """What can be chosen at the addresses that stand there."""
    return [(one.key, way_words(one.by, one.shown)) for one in can]


def now_chosen(hears: Hears) -> str:
    """Which of what can be chosen holds now."""
    if hears.by is HearsBy.LETTER:
        return LETTER
    if hears.by is HearsBy.NOTHING:
        return NOTHING
    return hears.chosen.key if hears.chosen else AS_IS


def why_words(one: ToTell) -> str:
    """Why something was not sent, or what is still to be done with it."""
    if one.state is NoticeState.LETTER:
        return _("Een brief om af te geven.")
    if one.state is NoticeState.UNSURE:
        return _("Misschien niet aangekomen. We sturen het niet nog eens: vraag het even na.")
    return not_sent_words(one.why)


def not_sent_words(why: str) -> str:
    """Why something was not sent, or may not be given, by its code."""
    return str(WHY.get(why, _("Niet verstuurd.")))
