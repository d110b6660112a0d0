"""How much room everything on a family tree takes, in the units of the drawing: on a desk, and on a phone."""

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much room everything takes. `cell`: from one to the next in a row; `name`: behind a symbol, before the lines.

    `is_turned`: rows become columns, for a narrow screen; names then stand below their symbol, beside the lines.
    """

    cell: int = 136
    symbol: int = 58
    name: int = 66
    lane: int = 16
    edge: int = 14
    label: int = 22
    port: int = 12
    is_turned: bool = False


ACROSS = Sizes()
DOWN = Sizes(cell=172, symbol=48, name=32, lane=12, edge=12, label=12, port=10, is_turned=True)
