"""A published report and a snapshot cannot be changed, whoever asks the database."""

from django.db import migrations

# What stays free: heartbeat and seen_at, which say nothing about the report.
COLUMNS = (
    "period_id snapshot_id edition scope data_sha256 state stored_name sha256 size pages number"
    " changes signed_by signed_at published_at published_by_id finished_at requested_by_id"
).replace(" ", ", ")
FENCES = [
    (
        "reports_report",
        f"UPDATE OF {COLUMNS}",
        "WHEN (OLD.state = 'published')",
        "a published report is frozen",
    ),
    ("reports_snapshot", "UPDATE", "", "a snapshot is frozen"),
]


def raise_fences(apps, editor):
    for table, act, when, words in FENCES:
        name = f"{table}_frozen"
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
                f" 'BEGIN RAISE EXCEPTION ''{words}'' USING ERRCODE = ''23000''; END'"
            )
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table}"
                f" FOR EACH ROW {when} EXECUTE FUNCTION {name}()"
            )
        else:
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table}"
                f" FOR EACH ROW {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )


def take_down(apps, editor):
    for table, *_ in FENCES:
        name = f"{table}_frozen"
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {name} ON {table}")
            editor.execute(f"DROP FUNCTION {name}()")
        else:
            editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_data_hash")]
    operations = [migrations.RunPython(raise_fences, take_down)]
