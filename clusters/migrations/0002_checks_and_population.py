import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_old_jumps(apps, schema_editor):
    """Editions loaded before keep the one check that stood in the code until now."""
    Indicator = apps.get_model("clusters", "Indicator")
    for row in Indicator.objects.exclude(kind__in=["boolean", "level"]):
        if row.direction == "none":
            how = {"ratio": "2", "least": "6"}
        else:
            how = {"points": f"{(abs(row.target - row.baseline) / 4).normalize():f}"}
        row.checks = [{"rule": "jump", "grade": "warning", **how}]
        row.save(update_fields=["checks"])


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0001_initial"),
        ("clusters", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="checks",
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=40)),
                ("value", models.BigIntegerField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("entered_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="population",
                        to="areas.area",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["area", "-year", "key"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "year", "key"), name="population_once_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value", None), ("value__gte", 0), _connector="OR"),
                        name="population_not_negative",
                    ),
                ],
            },
        ),
        migrations.RunPython(keep_old_jumps, migrations.RunPython.noop),
    ]
