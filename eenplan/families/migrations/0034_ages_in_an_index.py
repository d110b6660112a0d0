"""How old the children of a family are stands in an index: the desk is filtered by it without opening their rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("families", "0033_not_safe")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("role", "child")),
                fields=["family"],
                include=("birth_date", "due_date"),
                name="families_person_ages",
            ),
        ),
    ]
