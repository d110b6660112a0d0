"""A plan always has a day on which it is looked at again (rule 21): those without one get it six weeks after they began."""

from django.db import migrations, models

SET = """
UPDATE plans_plan p SET next_review_date = t.started_on + 42
  FROM plans_trajectory t WHERE t.id = p.trajectory_id AND p.next_review_date IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0026_decision_of_nobody"),
    ]

    operations = [
        migrations.RunSQL(SET, migrations.RunSQL.noop),
        migrations.AlterField(model_name="plan", name="next_review_date", field=models.DateField()),
    ]
