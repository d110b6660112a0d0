"""What a connection to the database keeps."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_a_connection_keeps_the_plans_of_all_its_statements() -> None:
    """More than a hundred statements take turns, as those of our pages do, and each is planned once."""
    with connection.cursor() as cursor:
        for _turn in range(5):
            for number in range(150):
                cursor.execute(f"SELECT {number} + %s", [1])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement ~ '^SELECT [0-9]+ [+]'")
        assert cursor.fetchone() == (150,)
