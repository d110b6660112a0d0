"""A lighter font of what most pages in Arabic need: one block of letters, from normal to bold.

Run with the environment's Python (fontTools comes with WeasyPrint): `fonts.py source.woff2 target.woff2`. The whole font is four times as heavy, more
than a family's first page may weigh (see `tests/journeys/test_place.py`); a browser fetches it for rarer letters alone.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# The block 'Arabic', and the signs that join letters or turn the direction; as fonts.css says.
LETTERS = [*range(0x0600, 0x0700), *range(0x200C, 0x2010)]
WEIGHTS = (400, 700)


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


if __name__ == "__main__":
    lighten(Path(sys.argv[1]), Path(sys.argv[2]))
