"""What is made of the fonts that were fetched: lighter Arabic for pages, and fonts of one weight for paper.

Run with the environment's Python (fontTools comes with WeasyPrint): `fonts.py folder`. The whole Arabic font is four times as heavy as what most
pages need of it, more than a family's first page may weigh (see `tests/journeys/test_place.py`); a browser fetches it for rarer letters alone. From
a font that holds all weights, each PDF would cut its own: most of the time that a sheet took.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ARABIC, LIGHTER = "noto-sans-arabic-arabic-wght-normal.woff2", "noto-sans-arabic-basic-wght-normal.woff2"
# The block 'Arabic', and the signs that join letters or turn the direction; as fonts.css says.
LETTERS = [*range(0x0600, 0x0700), *range(0x200C, 0x2010)]
WEIGHTS = (400, 700)
# As paper.css names them, each with its weights.
ON_PAPER = (
    "atkinson-hyperlegible-next-latin",
    "atkinson-hyperlegible-next-latin-ext",
    "noto-sans-cyrillic",
    "noto-sans-cyrillic-ext",
)
# Comes in one weight a file, and draws each letter whole. Noto draws letters and their dots apart: who copies a text of it
# from a PDF, or has it read aloud, gets other letters.
ARABIC_ON_PAPER = "ibm-plex-sans-arabic-arabic"


def lighten(source: Path, target: Path) -> None:
    """Write the letters of `source` that are needed, in the weights that our pages use."""
    font = TTFont(source)
    options = Options()
    options.layout_features = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    font.save(target)


def cut(source: Path, weight: int, target: Path) -> None:
    """Write `source` in one weight. Not packed: no browser fetches it, and who makes a PDF would unpack it first."""
    font = TTFont(source, recalcTimestamp=False)
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": weight}, static=True)
    font.flavor = None
    font.save(target)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    lighten(folder / ARABIC, folder / LIGHTER)
    for weight in WEIGHTS:
        for name in ON_PAPER:
            cut(folder / f"{name}-wght-normal.woff2", weight, folder / f"{name}-{weight}.ttf")
        whole = folder / f"{ARABIC_ON_PAPER}-{weight}-normal.woff2"
        cut(whole, weight, folder / f"{ARABIC_ON_PAPER}-{weight}.ttf")
        whole.unlink()
