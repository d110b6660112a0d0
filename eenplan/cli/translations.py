"""`eenplan translations`: what native speakers wrote instead, as a .po file to bring into the catalogue."""

from io import BytesIO

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from eenplan.core.acting import request_transaction
from eenplan.network.queries.translations import FAMILY_LANGUAGES, catalogue, verdicts
from eenplan.network.rules.translations import TextState, state_of


@click.command("translations")
@click.argument("language", type=click.Choice(FAMILY_LANGUAGES))
def translations(language: str) -> None:
    """Write the better words for LANGUAGE that the catalogue does not have yet, and to stderr how many were read.

    `scripts/translations.py merge LANGUAGE FILE` brings them into the catalogue.
    """
    with request_transaction(None):
        found = verdicts(None, language)
    texts = catalogue(language)
    states = {one.key: state_of(one, found.get(one.key)) for one in texts}
    written = Catalog(locale=language, project="eenplan", fuzzy=False)
    for one in texts:
        if states[one.key] is TextState.BETTER:
            better = found[one.key].better
            many = len(one.dutch) > 1
            written.add(
                one.dutch if many else one.dutch[0],
                better if many else better[0],
                context=one.context or None,
            )
    file = BytesIO()
    write_po(file, written, width=100, omit_header=True)
    click.echo(file.getvalue().decode(), nl=False)
    read = sum(state is not TextState.UNREAD for state in states.values())
    click.echo(f"{language}: {read} of {len(texts)} texts read, {len(written)} better.", err=True)
