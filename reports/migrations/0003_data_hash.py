"""Reports made before there were editions: their file's data are the snapshot's own."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, editor):
    reports = apps.get_model("reports", "Report").objects.filter(data_sha256="")
    snapshots = apps.get_model("reports", "Snapshot").objects.filter(pk=OuterRef("snapshot_id"))
    known = reports.filter(snapshot__isnull=False).exclude(sha256="")
    known.update(data_sha256=Subquery(snapshots.values("sha256")[:1]))


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_report_words_and_scopes")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
