"""Every rate of the generator, with its source, in one table. What the figures of the issue give is called given."""

from __future__ import annotations

# name: (rate, source)
TABLE: dict[str, tuple[float, str]] = {
    # --- the missing and their families ---------------------------------------------------------------------------------
    "missing.without_reference": (0.30, "given"),
    "missing.women": (0.03, "assumed"),
    "family.false_relative": (0.01, "given: of declared relatives by blood"),
    "family.false_is_half": (0.5, "of false siblings and children, those with one parent in common: assumed"),
    "family.result_missing": (0.01, "of a relative's markers: assumed"),
    # --- mutation -------------------------------------------------------------------------------------------------------
    "mutation.male": (1.8e-3, "9,925 meioses at 15 markers, Sao Paulo; Electrophoresis 2019, doi 10.1002/elps.201800491"),
    "mutation.female": (0.3e-3, "as above: paternal six times maternal"),
    "mutation.spread": (1.0, "from 0 at the least varied marker to twice the mean at the most, as above (TH01 0, vWA 2.8e-3)"),
    "mutation.two_steps": (0.02, "4 of 193, as above; 4 of 297 in 424,000 transfers, doi 10.1016/j.fsigen.2016.03.009"),
    # --- who lies where ---------------------------------------------------------------------------------------------------
    "dead.wrong_side": (0.01, "given"),
    "dead.brother_too": (0.7, "of brothers missing together, that the other is among the dead as well: assumed"),
    "dead.brothers_unsearched": (0.015, "of the dead without a reference, that a brother of theirs is among them: assumed"),
    "bag.several_people": (0.05, "given"),
    "bag.three_people": (0.2, "of these, three people and not two: assumed"),
    "person.several_bags": (0.10, "given"),
    "person.three_bags": (0.2, "of these, three bags and not two: assumed"),
    "bag.second_specimen": (0.05, "of a person in a bag, that two specimens were taken: assumed"),
    # --- profiles of remains ----------------------------------------------------------------------------------------------
    "profile.dropout_least": (0.02, "given: of alleles, one rate a profile, uniform"),
    "profile.dropout_most": (0.15, "given"),
    "profile.dropin": (0.01, "of markers; laboratories' validations find 0.05 or less (Gill et al. 2012): assumed"),
    "profile.marker_lost": (0.04, "of markers: assumed"),
    "profile.bad": (0.15, "of profiles, of which more markers fail: assumed"),
    "profile.bad_least": (0.2, "of markers, uniform: assumed"),
    "profile.bad_most": (0.65, "as above"),
    # --- what anthropology says ---------------------------------------------------------------------------------------------
    "body.sex_said": (0.7, "assumed"),
    "body.age_said": (0.5, "assumed"),
    "body.stature_said": (0.3, "assumed"),
}  # fmt: skip


def rate(name: str) -> float:
    """Returns a rate by its name."""
    return TABLE[name][0]
