"""`eenplan rotate-keys`: after a new secret, write anew what was written with the one before."""

import click
from django.conf import settings

from eenplan.core.acting import task
from eenplan.families.actions.rotation import (
    cards_of_before,
    rotate_entrances,
    rotate_match_keys,
    rotate_numbers,
)
from eenplan.network.actions.factors import rotate_factors

FAMILIES_AT_ONCE = 200


@click.command("rotate-keys")
def rotate_keys() -> None:
    """Write anew what the secrets in EENPLAN_SECRET_KEY_FALLBACKS made. Safe to repeat, and to break off.

    Run it right after the web started with a new EENPLAN_SECRET_KEY. Exit 1 when something opens with no secret
    that is known: add the one that is missing, and run it again.
    """
    acting = task()
    numbers, entrances = rotate_numbers(acting), rotate_entrances(acting)
    factors = rotate_factors(acting)
    last = None
    while (last := rotate_match_keys(acting, after=last, most=FAMILIES_AT_ONCE)) is not None:
        pass
    click.echo(
        f"Written anew: {numbers.anew} national numbers, {entrances.anew} addresses to come in with,"
        f" {factors} second factors of workers,"
        " and the keys by which families are recognised."
    )
    left = cards_of_before(acting)
    if left and settings.SECRET_KEY_FALLBACKS:
        click.echo(
            f"{left} cards of families are still found under a secret of before. Each goes over when it is used;"
            " keep EENPLAN_SECRET_KEY_FALLBACKS until none is left, or give those families new cards."
        )
    closed = numbers.closed + entrances.closed
    if closed:
        raise click.ClickException(f"{closed} open with no secret that is known. They were left as they are.")
