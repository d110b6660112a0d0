"""How many young people live where: what a figure per inhabitant is divided by."""

from eenplan.reporting.models.population import Population

__all__ = ["Population"]
