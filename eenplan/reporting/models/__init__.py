"""How many young people live where, what a figure per inhabitant is divided by; and who took rows along for research."""

from eenplan.reporting.models.extraction import Extraction
from eenplan.reporting.models.population import Population

__all__ = ["Extraction", "Population"]
