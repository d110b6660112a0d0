"""The sign-in library's addresses of e-mail: the web role reads them, and changes none."""

from django.db import migrations

CLOSE = """
REVOKE INSERT, UPDATE, DELETE ON account_emailaddress FROM eenplan_web;
REVOKE ALL ON account_emailconfirmation FROM eenplan_web;
"""
OPEN = """
GRANT INSERT, UPDATE, DELETE ON account_emailaddress TO eenplan_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_emailconfirmation TO eenplan_web;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0004_signed_in")]

    operations = [migrations.RunSQL(CLOSE, OPEN)]
