"""The one vocabulary of columns: what a list may say of a person, where the treaties ask for it, and who may see it.

Sources: the child card of Additional Protocol I art. 78(3) a)-s); GC III art. 122(4) and the capture card (art. 70, Annex
IV B); GC IV art. 138; GC I art. 16. Art. 137 GC IV lets a party withhold from the other side what could harm the person,
never from the Central Agency: by analogy, and only where the parties agree, such fields are `MEDIATOR_ONLY`.
"""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """A column of a list, by meaning. The comment names the treaty items that ask for it."""

    # who
    OWN_REFERENCE = "own_reference"  # the sending office's number of the line
    FULL_NAME = "full_name"  # several parts in one cell
    SURNAME = "surname"  # AP I 78(3)a, GC III 122, GC IV 138, GC I 16c
    GIVEN_NAMES = "given_names"  # b, 16d
    PATRONYMIC = "patronymic"
    OTHER_NAMES = "other_names"
    SEX = "sex"  # c
    DATE_OF_BIRTH = "date_of_birth"  # d, 16e
    AGE = "age"  # d: approximate age
    PLACE_OF_BIRTH = "place_of_birth"  # d
    FATHER = "father"  # e; GC III 122, GC IV 138: father's first name
    MOTHER = "mother"  # f; mother's (maiden) name
    NEXT_OF_KIN = "next_of_kin"  # g
    NATIONALITY = "nationality"  # h
    LANGUAGES = "languages"  # i
    FAMILY_ADDRESS = "family_address"  # j
    IDENTIFICATION_NUMBER = "identification_number"  # k
    HEALTH = "health"  # l; capture card's choice of states
    BLOOD_GROUP = "blood_group"  # m
    DISTINGUISHING_FEATURES = "distinguishing_features"  # n; GC IV 138
    FOUND_ON = "found_on"  # o
    FOUND_AT = "found_at"  # o
    LEFT_ON = "left_on"  # p: left the territory
    LEFT_FROM = "left_from"  # p
    RELIGION = "religion"  # q
    PRESENT_ADDRESS = "present_address"  # r; art. 70 camp or hospital
    DIED_ON = "died_on"  # s, GC I 16g
    DIED_AT = "died_at"  # s
    CAUSE_OF_DEATH = "cause_of_death"  # s, 16h
    BURIED_AT = "buried_at"  # s
    # prisoners of war
    RANK = "rank"
    SERVICE_NUMBER = "service_number"  # 16b
    UNIT = "unit"
    CAPTURED_ON = "captured_on"
    CAPTURED_AT = "captured_at"
    # civilians
    LAST_RESIDENCE = "last_residence"  # GC IV 138
    MEASURE = "measure"  # nature of the measure taken
    MEASURE_ON = "measure_on"
    # claims about where and how
    LAST_SEEN_ON = "last_seen_on"
    LAST_SEEN_AT = "last_seen_at"
    CIRCUMSTANCES = "circumstances"
    SIBLING_GROUP = "sibling_group"
    CATEGORY = "category"
    # the dead
    BAG = "bag"  # tag of a bag
    LABEL = "label"  # name on a label: a claim, never an identity
    RECOVERED_ON = "recovered_on"
    RECOVERED_AT = "recovered_at"
    EFFECTS = "effects"
    # about the line
    SOURCE = "source"
    NOTE = "note"


DATES = frozenset(
    {
        Field.DATE_OF_BIRTH, Field.FOUND_ON, Field.LEFT_ON, Field.DIED_ON, Field.CAPTURED_ON, Field.MEASURE_ON,
        Field.LAST_SEEN_ON, Field.RECOVERED_ON,
    }
)  # fmt: skip
"""Fields whose values are read as partial dates."""

NAMES = frozenset(
    {
        Field.FULL_NAME, Field.SURNAME, Field.GIVEN_NAMES, Field.PATRONYMIC, Field.OTHER_NAMES, Field.FATHER,
        Field.MOTHER, Field.NEXT_OF_KIN, Field.LABEL,
    }
)  # fmt: skip
"""Fields that hold names of people."""

MEDIATOR_ONLY = frozenset(
    {
        Field.FAMILY_ADDRESS, Field.RELIGION, Field.PRESENT_ADDRESS, Field.NEXT_OF_KIN, Field.LANGUAGES,
        Field.CIRCUMSTANCES, Field.SOURCE,
    }
)  # fmt: skip
"""Fields that the other party does not see unless the sender releases them (AP I art. 78(3), "no risk of harm")."""
