"""Paper: a template made into a PDF that screen readers can read (PDF/UA-1). Nothing is fetched from a network."""

import re
import threading
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from eenplan.web.shared.tagging import finish

# An address that exists nowhere: whatever is not one of our own files below it is refused.
HERE = "https://paper.invalid"
OWN_FILES = (
    "shared/paper.css", "shared/fridge.css", "shared/own-sheet.css", "shared/drawn/", "fonts/", "icons/",
)  # fmt: skip
# A reader's window shows the title as it stands, white space and all.
TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)
# White space at the end of a block, and before a small span: there the library breaks lines that had room
# ('Bel de' / 'ambulance'), because it measures that white space along with the words before it.
AT_THE_END = re.compile(r"\s+(?=</?(?:blockquote|div|h[1-6]|li|p|section|table|td|th|ul)\b)")
BEFORE_SMALL = re.compile(r'\s+(<span class="(?:by|soft)">)\s*')
_kept = threading.local()
TYPES = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml"}


class NotOurs(FatalURLFetchingError):  # type: ignore[misc]  # the library has no types
    """A sheet asked for something that is not one of our own files: a mistake of the programmer."""


class OwnFiles(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Gives the sheet our stylesheet and our fonts, and nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The contents of one of our own files. Raises NotOurs for every other address.

        A font that is not installed is a ValueError, which leaves the sheet to another font.
        """
        name = own_file(url)
        if name is None:
            raise NotOurs(f"paper uses our own stylesheet and fonts only, not {url}")
        found = finders.find(name)
        path = Path(found) if isinstance(found, str) else Path(settings.STATIC_ROOT) / name
        if not path.is_file():
            raise ValueError(f"{name} is not installed")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})


def own_file(url: str) -> str | None:
    """The name of the static file that an address stands for; None when it is not ours to give."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    root = urlsplit(settings.STATIC_URL).path
    name = path.removeprefix(root if root.startswith("/") else f"/{root}")
    ours = f"{parts.scheme}://{parts.netloc}" == HERE and name != path and ".." not in Path(name).parts
    return name if ours and name.startswith(OWN_FILES) and Path(name).suffix in TYPES else None


def render_pdf(
    template: str, context: dict[str, Any], request: HttpRequest, *, sheet: str = "paper"
) -> bytes:
    """The PDF of a template that extends `shared/paper.html`, in the language that is active now.

    `sheet` names the stylesheet: 'paper', 'fridge' for the one page that hangs in sight, 'own-sheet' for one member's.
    """
    return write(lay_out(template, context, request, sheet=sheet))


def lay_out(
    template: str, context: dict[str, Any], request: HttpRequest, *, sheet: str = "paper"
) -> Document:
    """The pages of a template, not yet made a file: whoever must fit something counts them first."""
    markup = tidied(render_to_string(template, context, request))
    fonts, style = _ground(sheet)
    return HTML(string=markup, base_url=HERE, url_fetcher=OwnFiles()).render(
        font_config=fonts, stylesheets=[style], pdf_tags=True
    )


def tidied(markup: str) -> str:
    """The same markup without white space that would be shown, or would break a line that had room."""
    markup = TITLE.sub(r"<title>\1</title>", markup)
    return BEFORE_SMALL.sub(r"\1 ", AT_THE_END.sub("", markup))


def write(document: Document) -> bytes:
    """The file of some pages."""
    pdf = document.write_pdf(pdf_variant="pdf/ua-1", finisher=finish)
    assert isinstance(pdf, bytes)  # noqa: S101 (no target was given)
    return pdf


def _ground(sheet: str) -> tuple[FontConfiguration, CSS]:
    """The fonts and a stylesheet, read once by each thread: reading them takes longer than a short sheet."""
    if not hasattr(_kept, "fonts"):
        _kept.fonts, _kept.styles = FontConfiguration(), {}
    fonts: FontConfiguration = _kept.fonts
    kept: dict[str, CSS] = _kept.styles
    if sheet not in kept:
        address = f"{HERE}{static(f'shared/{sheet}.css')}"
        kept[sheet] = CSS(url=address, url_fetcher=OwnFiles(), font_config=fonts)
    return fonts, kept[sheet]


def pdf_response(pdf: bytes, filename: str) -> HttpResponse:
    """A PDF that opens in the browser and that nothing keeps on the way. `filename` holds no names of people."""
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{filename}"',
            "Cache-Control": "no-store, private",
        },
    )
