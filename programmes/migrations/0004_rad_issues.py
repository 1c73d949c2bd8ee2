"""Any number of strategic issues to an action of the RAD, where there was room for two."""

from django.db import migrations, models

# The order of the catalogue, which is how the form stores them.
ORDER = (
    "participation",
    "violence",
    "digital_protection",
    "child_marriage",
    "dropout",
    "play_space",
)


def join(apps, schema_editor):
    """Both fields in one, each issue once."""
    rad_action = apps.get_model("programmes", "RadAction")
    for row in rad_action.objects.all():
        row.issues = ",".join(slug for slug in ORDER if slug in (row.issue, row.other_issue))
        row.save(update_fields=["issues"])


def part(apps, schema_editor):
    """Back again; a third issue and those after it are lost."""
    rad_action = apps.get_model("programmes", "RadAction")
    for row in rad_action.objects.all():
        row.issue, row.other_issue, *_ = [*row.issues.split(","), "", ""]
        row.save(update_fields=["issue", "other_issue"])


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_places")]

    operations = [
        migrations.AddField(
            model_name="radaction",
            name="issues",
            field=models.TextField(blank=True, default="", verbose_name="Isu strategis"),
            preserve_default=False,
        ),
        migrations.RunPython(join, part),
        migrations.RemoveField(model_name="radaction", name="issue"),
        migrations.RemoveField(model_name="radaction", name="other_issue"),
    ]
