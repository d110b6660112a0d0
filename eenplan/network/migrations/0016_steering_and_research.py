"""Two roles more: who guards a partnership, and who studies the whole without names. Who gives which role."""

from django.db import migrations, models

ROLES = [
    ("intake", "aanmeldteam"),
    ("coach", "gezinscoach"),
    ("coordinator", "netwerkcoördinator"),
    ("partner", "partner"),
    ("official", "overheid"),
    ("admin", "beheerder"),
    ("psychologist", "eerstelijnspsycholoog"),
    ("expert", "ervaringsdeskundige"),
    ("steering", "lid van de stuurgroep"),
    ("researcher", "onderzoeker"),
]

# Who keeps a team also gives a part in the partnership; a role for the whole comes from an administrator alone.
TEAM = "'coach', 'intake', 'coordinator', 'psychologist', 'expert'"
ASSIGNS = "network_keeps_team(partnership_id) AND (eenplan_role() = 'admin' OR role IN ({roles}))"
ASSIGNMENT = """
ALTER POLICY add ON network_assignment WITH CHECK ({who});
ALTER POLICY change ON network_assignment USING ({who}) WITH CHECK ({who});
"""
# Figures and composition need no names of people: neither contacts of organisations nor who is away.
CONTACTS = (
    "ALTER POLICY see ON network_organisationcontact USING"
    " ((SELECT eenplan_holds_role()) AND (SELECT eenplan_role()) NOT IN ({closed}))"
)
LEAVE = (
    "ALTER POLICY see ON network_leave USING (network_keeps_team(partnership_id)"
    " OR (partnership_id = (SELECT eenplan_partnership()) AND (SELECT eenplan_holds_role()){more}))"
)


def assigns(roles: str) -> str:
    """Both policies that say who gives which role."""
    return ASSIGNMENT.format(who=ASSIGNS.format(roles=roles))


class Migration(migrations.Migration):
    dependencies = [("network", "0015_withdraw_work")]

    operations = [
        migrations.RemoveConstraint("assignment", "network_assignment_partnership"),
        migrations.AlterField("assignment", "role", models.CharField(choices=ROLES, max_length=20)),
        migrations.AlterField("roletitle", "role", models.CharField(choices=ROLES, max_length=20)),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=models.Q(partnership__isnull=False)
                | models.Q(role__in=["official", "admin", "researcher"]),
                name="network_assignment_partnership",
            ),
        ),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=~models.Q(role="researcher") | models.Q(partnership__isnull=True),
                name="network_researcher_of_the_whole",
            ),
        ),
        migrations.RunSQL(assigns(f"{TEAM}, 'partner', 'steering'"), assigns(TEAM)),
        migrations.RunSQL(
            CONTACTS.format(closed="'official', 'steering', 'researcher'"),
            CONTACTS.format(closed="'official'"),
        ),
        migrations.RunSQL(
            LEAVE.format(more=" AND (SELECT eenplan_role()) <> 'steering'"), LEAVE.format(more="")
        ),
    ]
