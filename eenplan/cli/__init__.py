"""The `eenplan` command: a door like the web, for operators. One module per noun."""

from eenplan.cli.main import main

__all__ = ["main"]
