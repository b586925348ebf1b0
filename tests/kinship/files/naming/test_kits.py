"""Kits have as many markers as their makers say, under names that are known."""

from __future__ import annotations

import pytest

from repatria.kinship.files.naming import Use, is_known, kit_named, kits, kits_in, marker_name, use_of


@pytest.mark.parametrize(
    ("name", "autosomal", "all_"),
    [
        ("CODIS-20", 20, 20),
        ("Identifiler", 15, 16),
        ("PowerPlex 16", 15, 16),
        ("PowerPlex 21", 20, 21),
        ("GlobalFiler", 21, 24),
        ("PowerPlex Fusion", 22, 24),
        ("PowerPlex Fusion 6C", 23, 27),
        ("VeriFiler Plus", 23, 25),
        ("Investigator 24plex", 21, 23),
    ],
)
def test_a_kit_has_the_markers_that_its_maker_counts(name, autosomal, all_):
    kit = kit_named(name)
    assert (sum(use_of(one) is Use.AUTOSOMAL for one in kit.markers), len(kit.markers)) == (autosomal, all_)
    assert {one for one in kit.markers if marker_name(one) != one or not is_known(one)} == set()
    assert kit.source


def test_every_kit_but_the_old_ones_has_the_core():
    core = kit_named("codis core").markers
    assert {one.name for one in kits() if not core <= one.markers} == {"Identifiler", "PowerPlex 16", "PowerPlex 21"}


def test_panels_name_their_kit_by_the_longest_spelling():
    panels = ("GlobalFiler_Panel_v1", "Fusion_6C_Panels_IDX_v1.0", "PowerPlex_Fusion_Panels_IDX", "something else")
    assert [[kit.name for kit in kits_in([one])] for one in panels] == [
        ["GlobalFiler"], ["PowerPlex Fusion 6C"], ["PowerPlex Fusion"], [],
    ]  # fmt: skip
    assert kit_named("no kit") is None
