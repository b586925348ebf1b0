"""The record of what was done about seats."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("repatria_site", "0003_decisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeatRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("acts_as", models.CharField(max_length=80)),
                ("what", models.CharField(max_length=40)),
                ("by", models.CharField(max_length=80)),
            ],
            options={
                "db_table": "repatria_seat_record",
            },
        ),
    ]
