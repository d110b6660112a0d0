"""On a page in Arabic each word that somebody typed in another language keeps its own direction, with its full stop."""

from html.parser import HTMLParser

import pytest

from eenplan.core.actions import writing
from eenplan.families.models import Person
from eenplan.web.shared.direction import reads
from tests.cast import MARKER
from tests.factories.family_plan import FamilyPlan
from tests.web.family.conftest import Enter

pytestmark = pytest.mark.django_db

TYPED = ("zichtbaar-", MARKER.format("moeder"), "Sara Voorbeeld")
PAGES = (
    "start/", "plan/", "plan/?erbij", "plan/?klopt-niet", "plan/versies/1/", "plan/antwoord/", "wat-ik-doe/",
    "waar-we-op-wachten/", "wie-helpt-ons/", "wie-helpt-ons/liever-niet/", "wie-hoort-bij-ons/", "voorstel/stap/",
    "uitnodigen/", "wie-keek/", "delen/", "bericht/", "mijn-gegevens/",
)  # fmt: skip
EMPTY = {
    "area",
    "br",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "path",
    "circle",
    "rect",
    "line",
    "ellipse",
    "polyline",
    "polygon",
}


class Apart(HTMLParser):
    """Of what was typed: what stands in no direction of its own. `seen` counts all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.seen = 0
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = tag in ("bdi", "svg", "title") or (tag != "html" and "dir" in dict(attrs))
        if tag not in EMPTY:
            self.open.append((tag, own))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """It holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for typed in TYPED:
            if typed in data and not any(tag == "style" for tag, _own in self.open):
                self.seen += 1
                # In a sentence of ours, that begins in Arabic, letters fall into their place by themselves.
                is_ours = reads(data) == "rtl" or f"\u2068{typed}" in data
                if not is_ours and not any(own for _tag, own in self.open):
                    self.wrong.append(f"{self.open[-1][0]}: {data.strip()[:80]}")


@pytest.mark.rule(48)
def test_what_was_typed_stands_apart_on_every_page_in_arabic(enter: Enter, made: FamilyPlan) -> None:
    with writing():
        Person.objects.filter(id=made.parent.id).update(language="ar")
    client, seen, wrong = enter(made), 0, list[str]()
    for page in PAGES:
        answer = client.get(f"/gezin/{page}")
        assert answer.status_code == 200, page
        html = answer.content.decode()
        assert '<html lang="ar" dir="rtl"' in html
        found = Apart()
        found.feed(html)
        wrong += [f"{page} {one}" for one in found.wrong]
        seen += found.seen
    assert wrong == []
    assert seen > 60
