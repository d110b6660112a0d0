"""From what somebody types ('3600', 'Genk', '3600 Genk') to one place in one area, or the places to choose from."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.errors import RuleBroken
from eenplan.core.folding import fold
from eenplan.network.queries import Area, Known, area_on, search_municipality
from eenplan.referrals.actions import Where

_POSTAL = re.compile(r"(?:b\s*-?\s*)?(\d{4})\b[\s,]*(.*)", re.IGNORECASE | re.DOTALL)
# Postal codes given out in Wallonia; only asked when a code is not one of ours.
_WALLOON = (range(1300, 1500), range(4000, 8000))
MOST_MUNICIPALITIES = 8
MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Found:
    """One place (`where` and `area`), or the `options` (value, words) to choose from.

    `renamed` is the municipality that was asked for, when it has since gone on in another.
    """

    where: Where | None = None
    area: Area | None = None
    options: tuple[tuple[str, str], ...] = ()
    renamed: str = ""


def find_place(acting: Acting, text: str, *, on: date, chosen: str = "") -> Found:
    """The place that was meant on a day. Refuses, with the way to mend it, what is not known here."""
    text = text.strip()
    postal = _POSTAL.fullmatch(text)
    if postal:
        # Whoever writes Arabic types ٣٦٠٠: the same code.
        return _by_postal_code(acting, f"{int(postal[1]):04}", postal[2].strip(), on, chosen)
    if any(sign.isdigit() for sign in text):
        raise RuleBroken(
            "frontdoor:postal-code-digits",
            _("Een postcode heeft vier cijfers, zoals 3600. Je mag ook de naam van de gemeente invullen."),
            field="place",
        )
    return _by_name(acting, text, on, chosen)


def _by_postal_code(acting: Acting, code: str, place: str, on: date, chosen: str) -> Found:
    try:
        area = area_on(acting, on=on, postal_code=code)
    except RuleBroken as error:
        if any(int(code) in codes for codes in _WALLOON):
            raise RuleBroken(
                "frontdoor:outside",
                _(
                    "Deze postcode ligt in Wallonië. Dit aanbod is er voor gezinnen in Vlaanderen en Brussel."
                    " Vraag raad aan het OCMW (CPAS) van de gemeente waar het gezin woont."
                ),
                field="place",
            ) from error
        raise RuleBroken(error.code, error.message, field="place") from error
    if area.unique:
        return Found(Where(postal_code=code), area)
    candidates = area.candidates
    if place:
        narrowed = [one for one in candidates if fold(place) in {fold(name) for name in one.places}]
        candidates = tuple(narrowed) or candidates
    return _choose(candidates, chosen if len(candidates) > 1 else _value(candidates[0]), code)


def _by_name(acting: Acting, text: str, on: date, chosen: str) -> Found:
    found = search_municipality(acting, text, on=on, limit=MOST_MUNICIPALITIES)
    gone = not found
    if gone:
        found = search_municipality(acting, text, on=None, limit=MOST_MUNICIPALITIES)
    if not found:
        raise RuleBroken(
            "frontdoor:place-unknown",
            _(
                "“%(text)s” kennen we niet in Vlaanderen of Brussel. Kijk de naam na, of vul de postcode in"
                " (vier cijfers)."
            )
            % {"text": text[:60]},
            field="place",
        )
    one = _meant(found, text, chosen)
    if one is None:
        return Found(options=tuple((known.code, known.name) for known in found))
    area = area_on(acting, on=on, nis_code=one.code)
    renamed = one.name if gone or (area.municipality and area.municipality.code != one.code) else ""
    if area.unique:
        return Found(Where(nis_code=one.code), area, renamed=renamed)
    return _choose(area.candidates, chosen, "")


def _meant(found: list[Known], text: str, chosen: str) -> Known | None:
    code = chosen.partition("/")[0]
    for known in found:
        if known.code == code or fold(known.name) == fold(text):
            return known
    return found[0] if len(found) == 1 else None


def _value(area: Area) -> str:
    return f"{area.municipality.code if area.municipality else ''}/{area.zone.code if area.zone else ''}"


def _choose(candidates: tuple[Area, ...], chosen: str, postal_code: str) -> Found:
    for area in candidates:
        if _value(area) == chosen and area.municipality and area.zone:
            where = Where(
                postal_code=postal_code,
                nis_code="" if postal_code else area.municipality.code,
                place=area.places[0] if postal_code and area.places else "",
                zone_code=area.zone.code,
            )
            return Found(where, area)
    return Found(options=tuple((_value(area), _words(area)) for area in candidates))


def _words(area: Area) -> str:
    """How a candidate is called: by its places, or else by the zone that tells it apart."""
    zone = area.zone.name if area.zone else ""
    if not area.places:
        return zone
    names = ", ".join(area.places[:MOST_PLACES]) + ("…" if len(area.places) > MOST_PLACES else "")
    return f"{names} ({zone})" if zone and zone not in area.places else names
