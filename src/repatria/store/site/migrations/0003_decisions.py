"""Decisions that wait for a board, and the words of its members."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("repatria_site", "0002_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("remains", models.CharField(max_length=80)),
                ("person", models.CharField(default="", max_length=80)),
                ("specimens", models.TextField(default="")),
                ("wrong_side", models.BooleanField(default=False)),
                ("evidence", models.BinaryField()),
                ("brought_by", models.CharField(max_length=80)),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "repatria_decision",
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("acts_as", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="repatria_site.decision",
                    ),
                ),
            ],
            options={
                "db_table": "repatria_decision_word",
                "constraints": [models.UniqueConstraint(fields=("decision", "acts_as"), name="one_word_a_seat")],
            },
        ),
    ]
