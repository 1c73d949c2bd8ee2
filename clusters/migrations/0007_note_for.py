from django.db import migrations, models


class Migration(migrations.Migration):
    """Null is also right for what stands: nobody can tell any more which note is older."""

    dependencies = [
        ("clusters", "0006_supplied"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="note_for",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
