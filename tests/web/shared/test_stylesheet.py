"""The stylesheet, and the one for workers' pages: small, in layers, readable in both schemes, ready for right-to-left."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "eenplan/web/shared/static/shared"
SHEET = (STATIC / "eenplan.css").read_text(encoding="utf-8")
WORK = (STATIC / "work.css").read_text(encoding="utf-8")


def tokens(scheme: str) -> dict[str, str]:
    """The colours of one scheme, by name."""
    light, dark = re.findall(r":root \{(.*?)\n\s+\}", SHEET, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", dark))
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2 computes it."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [
    ("ink", "paper"), ("ink", "card"), ("ink", "stone"), ("ink", "sun-ground"), ("ink", "teal-ground"),
    ("ink", "brick-ground"), ("ink", "plum-ground"), ("ink", "glow"),
    ("soft", "paper"), ("soft", "card"), ("soft", "stone"), ("soft", "glow"), ("soft", "sun-ground"), ("soft", "teal-ground"),
    ("teal", "card"), ("teal", "paper"), ("teal", "teal-ground"), ("teal", "glow"), ("teal", "sun-ground"), ("teal", "stone"),
    ("teal-deep", "card"), ("on-teal", "teal"), ("on-teal", "teal-deep"), ("on-brick", "brick"),
    ("sun", "sun-ground"), ("brick", "brick-ground"), ("brick", "card"), ("brick", "paper"), ("plum", "plum-ground"),
    ("paper", "ink"),
]  # fmt: skip


@pytest.mark.rule(48)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(scheme: str, text: str, ground: str) -> None:
    found = tokens(scheme)
    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.rule(48)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("edge", "ground"), [("edge", "card"), ("edge", "paper"), ("teal", "card"), ("ink", "paper")]
)
def test_edges_of_what_one_can_use_are_seen(scheme: str, edge: str, ground: str) -> None:
    found = tokens(scheme)
    assert contrast(found[edge], found[ground]) >= 3


def test_it_stays_small() -> None:
    assert len(SHEET.encode()) < 25_000
    assert len(WORK.encode()) < 10_000


@pytest.mark.parametrize("sheet", [SHEET, WORK], ids=["eenplan", "work"])
def test_it_knows_start_and_end_but_no_left_and_right(sheet: str) -> None:
    physical = r"(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![-\w])(?:left|right|top|bottom|width|height)\s*:"
    rules = re.sub(r"@media[^{]*\{|/\*.*?\*/", "", sheet, flags=re.DOTALL)
    assert re.findall(physical, rules) == []
    assert not re.search(r"text-align: (?:left|right)|float:", rules)


@pytest.mark.parametrize(
    "need",
    [
        "prefers-color-scheme: dark",
        "prefers-reduced-motion: reduce",
        "forced-colors: active",
        "@media print",
        ":focus-visible",
    ],
)
def test_it_listens_to_what_people_ask_of_their_browser(need: str) -> None:
    assert need in SHEET


def test_colours_are_named_once() -> None:
    after = SHEET[SHEET.index("@layer base {") :]
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", after)) <= {
        "#999",
        "#23262b",
    }  # print edges; ink on the selection


def test_the_faces_of_a_family_have_the_same_weights() -> None:
    """A browser takes the faces of one range of weights: with two of them it would miss the letters of a whole script."""
    faces = re.findall(r"@font-face \{(.*?)\}", (STATIC / "fonts.css").read_text(encoding="utf-8"), re.DOTALL)
    weights: dict[str, set[str]] = {}
    for face in faces:
        said = dict(re.findall(r"([a-z-]+): ([^;]+);", face))
        weights.setdefault(said["font-family"], set()).add(said["font-weight"])
    assert {family: len(found) for family, found in weights.items()} == dict.fromkeys(weights, 1)
    assert len(weights) == 2
