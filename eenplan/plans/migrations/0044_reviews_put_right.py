"""A review that was mistyped is put right: who was there and what was scored is replaced, each version keeps what it had."""

from django.db import migrations

from eenplan.core.fence import grant


class Migration(migrations.Migration):
    dependencies = [("plans", "0043_planned_at_the_end")]

    operations = [grant(f"plans_{name}", "DELETE") for name in ("reviewscore", "reviewperson")]
