"""On every page that a visitor or a family can open: crisis numbers at once, and a quick way out."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from tests.house.matrix import addresses
from tests.house.visits import path_of, send
from tests.house.world import World

# Shows the workers' layout, in the demo only.
GALLERY = "shared:view-components"
NUMBERS = ("tel:112", "tel:102", "tel:106", "tel:1712", "tel:1813")


def lacks(page: str) -> list[str]:
    """What a page lacks. The way out is a plain link, so that it works without scripts; with them `replace`."""
    found = [number for number in NUMBERS if f'href="{number}"' not in page]
    out = page.partition('class="away"')[2].partition("</a>")[0]
    if 'href="https://' not in out or "data-leave" not in out or "noreferrer" not in out:
        found.append("a quick way out")
    if "<details>" not in page.partition('<nav class="safe"')[2]:
        found.append("a panel that opens at once")
    if "shared/eenplan.js" not in page:
        found.append("the script that leaves no step back")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("relation", ["nobody", "card_mother"])
def test_every_public_and_family_page_has_help_and_a_way_out(world: World, relation: str) -> None:
    client = world.enter(relation)
    seen, wrong = 0, []
    for address in addresses():
        if getattr(address.view, "access", "").startswith("roles") or address.name == GALLERY:
            continue
        response, body = send(client, "get", path_of(world, address.name, address.needs))
        if response.headers.get("Content-Type", "").startswith("text/html") and body:
            seen += 1
            if missing := lacks(body.decode()):
                wrong.append(f"{address.name} ({response.status_code}): {', '.join(missing)}")
    assert seen > 15
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_every_error_page_too(page: str) -> None:
    assert lacks(render_to_string(page, {"message": ""})) == []


@pytest.mark.django_db
def test_also_when_all_is_broken_or_nothing_is_found() -> None:
    assert lacks(server_error(RequestFactory().get("/")).content.decode()) == []
    assert lacks(Client().get("/bestaat-niet/").content.decode()) == []
    assert lacks(Client().get("/gezin/bestaat-niet/").content.decode()) == []
