"""Guessing a password or a code: slower with every try, and never a way to lock somebody else out.

Tries count in three places. Of one address, whatever is tried. Of a device on which this person came in before: its own
tries. Of all devices that this person never used, together: from however many addresses somebody guesses, they get
forty tries a day. Whose account it is, comes in meanwhile on a device of their own, with a passkey, through a provider
or with a recovery code.
"""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from eenplan.core.errors import TooMany
from eenplan.web.shared.devices import known_device
from eenplan.web.shared.limits import limit, limit_for

OF_ADDRESS = (100, timedelta(minutes=15))
OF_KNOWN_DEVICE = (15, timedelta(minutes=15))
# The wait grows: minutes, then hours, then till tomorrow.
OF_STRANGERS = (
    (10, timedelta(minutes=15)),
    (20, timedelta(hours=4)),
    (40, timedelta(days=1)),
)


def throttle(request: HttpRequest, what: str, email: str) -> None:
    """Count a try of `what` ('password', 'code', 'recovery') for this address of e-mail, known or not.

    Raises TooMany, with words for a person: how long to wait, and how to come in meanwhile.
    """
    most, per = OF_ADDRESS
    limit(request, what, most=most, per=per)
    device, who = known_device(request, email), email.strip().lower()
    if device:
        most, per = OF_KNOWN_DEVICE
        limit_for(request, f"{what}:device", f"{device}:{who}", most=most, per=per)
        return
    try:
        for number, (most, per) in enumerate(OF_STRANGERS):
            limit_for(request, f"{what}:strangers:{number}", f"account:{who}", most=most, per=per)
    except TooMany as error:
        raise TooMany(
            _(
                "Dit is te vaak geprobeerd op toestellen die we niet kennen. %(wait)s"
                " Op een toestel waarop je al eens ingelogd was, kan het nu wel. Met een toegangssleutel ook."
            )
            % {"wait": error.message},
            again_in_s=error.again_in_s,
        ) from error
