"""Who acts, for whom and as what."""

from __future__ import annotations

import pytest

from repatria.errors import InputNotUnderstood
from repatria.people.party import Actor, Role, actor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mediator/registrar", Actor("mediator", Role.REGISTRAR)),
        ("north/delegate-2", Actor("north", Role.DELEGATE, "2")),
        ("south/officer-b7", Actor("south", Role.OFFICER, "b7")),
    ],
)
def test_actor(text: str, expected: Actor) -> None:
    assert actor(text) == expected
    assert str(expected) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *(
            (text, "not an actor")
            for text in ("", "north", "north/", "/delegate", "North/delegate", "north/delegate-", "north/delegate-a-b",
                         "north/delegate\n", "north/delegate-A", "north/delegate/2", "north delegate")
        ),
        ("north/king", "not a role"),
    ],
)  # fmt: skip
def test_no_actor(text: str, message: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        actor(text)
    assert refused.value.message == message


def test_only_the_mediators_staff_are_the_mediators() -> None:
    assert [actor(text).is_mediator for text in ("mediator/verifier", "north/verifier")] == [True, False]
