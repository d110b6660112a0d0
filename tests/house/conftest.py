"""`pytest tests/house --record-access` writes the access matrix anew, for a person to read and commit."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--record-access", action="store_true", help="write tests/house/access_matrix.csv anew")
