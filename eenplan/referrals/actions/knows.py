"""Who knows of a referral decides what may be sent: nothing with a name behind the back of a family."""

from django.utils.translation import gettext as _

from eenplan.core.errors import RuleBroken
from eenplan.families.rules import Labels, Place, begins
from eenplan.referrals.actions.new_referral import NewReferral

OLDEST_OF_OFFER = 25


def check_knows(form: NewReferral) -> None:
    """Refuse a named referral of a family that does not know of it, and a name in a consult without names.

    Acute danger is the one exception: then people are named without asking first, and the referral says so.
    Codes: `referrals:family-not-informed`, `consult-names-family`, `consult-without-caller`.
    """
    if not form.anonymous:
        if not (form.family_informed or form.self_referred or form.acute_danger):
            raise RuleBroken(
                "referrals:family-not-informed",
                _(
                    "Het gezin weet hier nog niet van. Vertel het eerst aan het gezin, of vraag overleg zonder"
                    " namen. Enkel bij acuut gevaar kan je een gezin aanmelden dat het niet weet."
                ),
                field="family_informed",
            )
        return
    if names_family(form):
        raise RuleBroken(
            "referrals:consult-names-family",
            _(
                "Het gezin weet hier niet van. Laat namen, geboortedatums en contactgegevens van het gezin weg:"
                " de leeftijden en de gemeente zijn genoeg."
            ),
            field="persons",
        )
    if not (form.referrer_name.strip() and form.referrer_phone.strip()):
        raise RuleBroken(
            "referrals:consult-without-caller",
            _("Vul je naam en je telefoonnummer in. Dan bellen we je terug voor het overleg."),
            field="referrer_phone",
        )


def names_family(form: NewReferral) -> bool:
    """Whether anything in the form tells which family it is about, free text apart."""
    return bool(
        form.family_name.strip()
        or form.details
        or form.preferred_contact.strip()
        or form.self_referred
        or any(
            person.given_name.strip() or person.family_name.strip() or person.birth_date or person.due_date
            for person in form.persons
        )
    )


def can_be_reached(form: NewReferral) -> bool:
    """Whether somebody can be reached. A youngster may say in its own words how, such as through a teacher."""
    return bool(
        form.details
        or form.referrer_phone.strip()
        or form.referrer_email.strip()
        or (form.self_referred and form.preferred_contact.strip())
    )


def all_too_old(form: NewReferral) -> bool:
    """Whether all ages that were told lie beyond the offer (rule 6). A consult is for everyone."""
    return bool(form.told_ages) and not form.anonymous and min(form.told_ages) > OLDEST_OF_OFFER


def labels_of_words(form: NewReferral, place: Place) -> Labels:
    """What a youngster tells without the parents stays confidential, also from them (rule 34)."""
    return begins(Place.TOLD_ALONE if form.self_referred and not form.parents_may_know else place)
