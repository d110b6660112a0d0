"""What every page knows: the demo, who acts, where they may go, and the ways out."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from eenplan.core.enums import ActorKind, Role
from eenplan.web.shared.device_key import device_mark
from eenplan.web.shared.idle import is_idle
from eenplan.web.shared.languages import is_unread, languages_at
from eenplan.web.shared.reading import FAMILY_DOOR

# The areas of each role, in the order of the menu: words and the name of the first page.
# A name that no URL carries yet is left out.
_TODAY = (_("Vandaag"), "coach:list-today")
_MINE = (_("Mijn gezinnen"), "coach:list-families")
_DESK = (_("Aanmeldingen"), "desk:list-referrals")
_NETWORK = (_("Netwerk"), "coordination:read-start")
_AFTERCARE = (_("Nazorg"), "coach:list-aftercare")
_COMPOSITION = (_("Samenstelling"), "coordination:read-composition")
_FIGURES = (_("Cijfers"), "figures:read-figures")
_SETTINGS = (_("Instellingen"), "words:list-kinds")
_START = (_("Start"), "account:read-start")
_MORNING = (_("Vandaag"), "partner:list-families")
_OFFERS = (_("Aanbod"), "partner:list-offers")
_RESEARCH = (_("Onderzoek"), "research:read-research")
_PRIVACY = (_("Privacy"), "privacy:read-home")
# Besides what their role opens, for whom the administrator named to read translations.
_TEXTS = (_("Vertalingen"), "words:list-translations")

AREAS: dict[Role, tuple[tuple[str | Promise, str], ...]] = {
    Role.INTAKE: (_DESK, _AFTERCARE, _FIGURES),
    Role.COACH: (_TODAY, _MINE, _FIGURES),
    Role.PSYCHOLOGIST: (_MORNING, _OFFERS),
    Role.COORDINATOR: (_NETWORK, _DESK, _AFTERCARE, _FIGURES, _SETTINGS),
    Role.PARTNER: (_MORNING, _OFFERS, _FIGURES),
    Role.EXPERT: (_START, _MORNING),
    Role.STEERING: (_START, _FIGURES, _COMPOSITION),
    Role.OFFICIAL: (_FIGURES, _COMPOSITION),
    Role.RESEARCHER: (_RESEARCH,),
    Role.PRIVACY_OFFICER: (_PRIVACY,),
    Role.ADMIN: (_START, _NETWORK, _SETTINGS, _FIGURES),
}

# Where 'Snel weg' leads: a page that anyone may have open. The weather.
LEAVE = "https://www.meteo.be/nl/"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the menu."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class ActingNames:
    """Who is signed in, as words: person, role title, partnership (empty when none)."""

    person: str
    role: str
    partnership: str


def href_of(name: str) -> str:
    """The address of a URL by name; empty when this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def nav_of(role: Role | None, path: str, *, reads_texts: bool = False) -> list[NavItem]:
    """The menu for a role, with the area that holds `path` marked (the longest address that fits)."""
    if role is None:
        return []
    areas = (*AREAS.get(role, ()), *((_TEXTS,) if reads_texts else ()))
    found = [(str(label), href_of(name)) for label, name in areas]
    reachable = [(label, href) for label, href in found if href]
    here = max((href for _label, href in reachable if path.startswith(href)), key=len, default=None)
    return [NavItem(label, href, href == here) for label, href in reachable]


def _names(request: HttpRequest) -> ActingNames | None:
    names = getattr(request, "acting_names", None)
    if not names:
        return None
    return ActingNames(
        *(str(names.get(key) or "") for key in ("person_name", "role_title", "partnership_name"))
    )


def _roles(request: HttpRequest) -> list[Any]:
    return getattr(request, "assignments", None) or []


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor; works on public pages too, where nobody acts."""
    acting = getattr(request, "acting", None)
    reads_texts = any(
        one.reads_texts for one in _roles(request) if acting and one.actor_id == acting.actor_id
    )
    nav = nav_of(acting.role if acting else None, request.path, reads_texts=reads_texts)
    return {
        "demo": settings.DEMO,
        "acting": _names(request),
        "nav": nav,
        "here": request.get_full_path(),
        "idle_s": settings.IDLE_MINUTES * 60,
        "was_idle": partial(is_idle, request),  # asked where somebody signs in again, nowhere else
        "idle_warn_minutes": min(5, settings.IDLE_MINUTES // 3),
        "family_idle_s": settings.FAMILY_IDLE_MINUTES * 60,
        "family_idle_warn_minutes": min(5, settings.FAMILY_IDLE_MINUTES // 3),
        "home_href": nav[0].href if nav else "/",
        "switch_href": href_of("account:choose-role") if len(_roles(request)) > 1 else "",
        "sign_out_href": href_of("account_logout"),
        "device_mark": device_mark(acting.actor_id) if acting and acting.kind == ActorKind.STAFF else "",
        "unread": SimpleLazyObject(partial(is_unread, acting)),
        "languages": languages_at(request.path_info),
        "language_href": href_of(
            "family:choose-language" if request.path.startswith(FAMILY_DOOR) else "set_language"
        ),
        "help_href": href_of("shared:read-help"),
        "about_href": href_of("shared:read-about"),
        "leave_href": LEAVE,
    }
