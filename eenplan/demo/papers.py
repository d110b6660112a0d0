"""One invented paper for the demo: a PDF of a page, made here."""

from eenplan.families.enums import FileKind
from eenplan.families.files import Paper

TITLE = "Verslag voor de aanmelding (demo)"
LINES = (
    TITLE,
    "",
    "Dit verslag is verzonnen, zoals alles in deze demo.",
    "Finn gaat graag naar school. In de klas heeft hij een rustige plek nodig.",
    "We vroegen begeleiding aan. De wachttijd is een half jaar.",
)


def make_paper() -> Paper:
    """The letter of the CLB of Kaat and Jeroen. The same bytes each time."""
    lines = [_quoted(line) for line in LINES]
    text = "BT /F 12 Tf 72 770 Td 18 TL " + " ".join(f"{line} Tj T*" for line in lines) + " ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R/Lang(nl-BE)>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Title{_quoted(TITLE)}>>",
    )
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    )
    return Paper("Verslag CLB.pdf", FileKind.PDF, (body + end).encode("ascii"))


def _quoted(text: str) -> str:
    """A text as a PDF writes it."""
    return "(" + text.replace("(", r"\(").replace(")", r"\)") + ")"
