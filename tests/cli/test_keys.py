from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from repatria.cli.keys import read_signer
from repatria.errors import InputNotUnderstood
from repatria.store.keys import SystemSalts, demo_salts, new_signer, write_private

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


def test_system_salts_differ() -> None:
    salts = {SystemSalts().salt(0) for _ in range(20)}
    assert (len(salts), {len(salt) for salt in salts}) == (20, {32})


def test_demo_keys_repeat_and_others_do_not() -> None:
    assert new_signer("north", demo_seed=1) == new_signer("north", demo_seed=1)
    assert new_signer("north", demo_seed=1) != new_signer("south", demo_seed=1)
    assert new_signer("north", demo_seed=None) != new_signer("north", demo_seed=None)


@posix
def test_a_private_key_is_its_owners_only(outsider: Any) -> None:
    outsider.ok("key", "new", "--holder", "north", "--out", "secret/n.key")
    modes = [oct((outsider.home / name).stat().st_mode & 0o777) for name in ("secret", "secret/n.key")]
    assert modes == ["0o700", "0o600"]
    public = (outsider.home / "secret/n.key.vkey").read_text().strip()
    assert str(read_signer(outsider.home / "secret/n.key").key) == public


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    write_private(tmp_path / "k", "one")
    write_private(tmp_path / "k", "one")
    with pytest.raises(InputNotUnderstood):
        write_private(tmp_path / "k", "two")
    assert ((tmp_path / "k").read_text(), [p.name for p in tmp_path.iterdir()]) == ("one", ["k"])


def test_a_private_key_is_never_shown(outsider: Any) -> None:
    said = outsider.ok("key", "new", "--holder", "north", "--out", "n.key")
    assert "PRIVATE" not in said
    outsider.write("bad.key", "PRIVATE+KEY+north+00000000+AAAA")
    with pytest.raises(InputNotUnderstood) as refusal:
        read_signer(outsider.home / "bad.key")
    assert "AAAA" not in str(refusal.value)


def test_a_demo_seed_that_is_not_there_gives_no_salts(tmp_path: Path) -> None:
    assert demo_salts(tmp_path) is None
