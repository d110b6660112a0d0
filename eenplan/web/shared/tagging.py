"""What the maker of PDFs leaves undone for people who have a sheet read aloud (PDF/UA-1).

It tags every word and keeps the reading order, but it says no language of a quotation, no scope of a table's
headers, and hangs what stands in the margin of every page (numbers, the short title) on nothing. This runs after
it, on the objects that it made, before they are written.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import LineBox, TextBox

# Objects of WeasyPrint and pydyf, which have no types.
Box = Any
Element = Any

# Parts of a block of text, which have no tag of its kind of their own.
PIECES = (LineBox, TextBox)
# What can carry a language on paper, by its name in HTML and its role in the PDF.
SPOKEN = {"blockquote": "/BlockQuote", "p": "/P"}


class NotAsTagged(RuntimeError):
    """The tags are no longer made the way this module knows: a mistake of the programmer, found by the tests."""


def finish(document: Any, pdf: Any) -> None:
    """Say languages and scopes, and take the margins out of what is read. Changes `pdf` in place."""
    elements = [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/StructElem"]
    boxes = [box for page in document.pages for box in _boxes(page._page_box)]
    _say_languages(elements, boxes)
    _say_scopes(boxes)
    _silence_margins(pdf, elements)


def _boxes(box: Box) -> Iterator[Box]:
    """A box and all in it, in the order in which they were tagged."""
    box = getattr(box, "_box", box)  # what is placed absolutely stands behind a placeholder
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _say_languages(elements: list[Element], boxes: list[Box]) -> None:
    for name, role in SPOKEN.items():
        tagged = [one for one in elements if one["S"] == role]
        made = [box for box in boxes if box.element_tag == name and not isinstance(box, PIECES)]
        if len(tagged) != len(made):
            raise NotAsTagged(f"{len(tagged)} tags of {len(made)} {name}")
        for element, box in zip(tagged, made, strict=True):
            if language := box.element.get("lang"):
                element["Lang"] = pydyf.String(language)


def _say_scopes(boxes: list[Box]) -> None:
    """Which cells a header speaks for. That says it all: names of headers, told to each cell, can go."""
    for box in boxes:
        if box.element_tag in ("th", "td") and (mark := getattr(box, "mark", None)):
            mark.pop("ID", None)
            mark["A"].pop("Headers", None)
            if mark["S"] == "/TH":
                mark["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"


def _silence_margins(pdf: Any, elements: list[Element]) -> None:
    """Make artifacts of what stands in the margins: it is on every page, and read aloud on none."""
    by_reference = {one.reference: one for one in elements}
    root = next(one for one in elements if one["S"] == "/Document")
    read = set(_below(root, by_reference))
    by_page: dict[bytes, list[int]] = {}
    for reference, element in by_reference.items():
        if reference not in read and element is not root:
            for kid in element["K"]:
                if isinstance(kid, int):
                    by_page.setdefault(element["Pg"], []).append(kid)
            element.clear()
    found: list[Element] = [one for one in pdf.objects if isinstance(one, dict)]
    pages = {one.reference: one for one in found if one.get("Type") == "/Page"}
    streams = {one.reference: one for one in pdf.objects if hasattr(one, "stream")}
    tree = next(one for one in found if "Nums" in one)["Nums"]
    for page, marks in by_page.items():
        stream = streams[pages[page]["Contents"]].stream
        for mark in marks:
            place = stream.index({"MCID": mark})
            stream[place - 1 : place + 2] = ["/Artifact", b"BMC"]
            tree[2 * pages[page]["StructParents"] + 1][mark] = "null"


def _below(element: Element, by_reference: dict[bytes, Element]) -> Iterator[bytes]:
    for kid in element["K"]:
        if kid in by_reference:
            yield kid
            yield from _below(by_reference[kid], by_reference)
