"""The log is made from the journal, and whatever was left unpublished is published by the next call."""

from __future__ import annotations

import pytest

from repatria.desk.publication import openings, publish, signed_documents
from repatria.errors import InputNotUnderstood
from repatria.log.note import Signer
from repatria.log.tiles import LogRefused, TileWriter
from repatria.log.verify import verify_log
from repatria.people.refs import ExchangeId
from repatria.register.acts import Answer

EXCHANGE = ExchangeId("children-2031")
KEY = Signer("desk.example/log", bytes(range(32)))


def test_the_log_has_a_leaf_for_every_act_and_opens_against_the_journal(office, tmp_path):
    office.four_lists()
    publish(office.desk, directory=tmp_path / "log", key=KEY)
    found = verify_log(tmp_path / "log", key=KEY.key, openings=openings(office.desk.archive))
    assert (found.holds, found.entries, found.opened) == (True, 5, 5)


def test_acts_left_unpublished_are_published_by_the_next_call(office, tmp_path):
    office.four_lists()
    before = publish(office.desk, directory=tmp_path / "log", key=KEY)
    office.answers("north-1:1", Answer.HELD)
    office.answers("north-1:2", Answer.HELD)
    after = publish(office.desk, directory=tmp_path / "log", key=KEY)
    assert (before.size, after.size) == (5, 7)
    since = (tmp_path / "log" / "checkpoint").read_bytes()
    assert verify_log(tmp_path / "log", key=KEY.key, since=since).holds


def test_publishing_again_changes_no_tile(office, tmp_path):
    office.four_lists()
    publish(office.desk, directory=tmp_path / "log", key=KEY)
    before = {p: p.read_bytes() for p in (tmp_path / "log").rglob("*") if p.is_file()}
    publish(office.desk, directory=tmp_path / "log", key=KEY)
    assert {p: p.read_bytes() for p in (tmp_path / "log").rglob("*") if p.is_file()} == before


def test_no_name_and_no_date_is_in_the_log(office, tmp_path):
    office.four_lists()
    publish(office.desk, directory=tmp_path / "log", key=KEY)
    content = b"".join(p.read_bytes() for p in (tmp_path / "log").rglob("*") if p.is_file())
    leaks = [word for word in ("Іваненко", "Иваненко", "2019", "north-1") if word.encode() in content]
    assert leaks == []


def test_no_name_is_in_the_journal(office):
    office.four_lists()
    journal = b"".join(entry.payload for entry in office.desk.archive.entries())
    documents = b"".join(office.desk.archive.document(c.received.sha256) for c in office.desk.book().order)
    name = "Іваненко".encode()
    assert (name in documents, name in journal) == (True, False)


def test_a_log_of_another_journal_is_not_continued(office, tmp_path):
    office.four_lists()
    other = KEY.key
    lines = [b"another journal's act %d\n" % n for n in range(3)]
    writer = TileWriter.open(tmp_path / "log", key=other, origin="desk.example/log")
    writer.append(lines)
    writer.publish(signers=[KEY])
    with pytest.raises(LogRefused):
        publish(office.desk, directory=tmp_path / "log", key=KEY)


def test_what_was_signed_can_be_checked_with_other_peoples_software(office):
    import base64
    from hashlib import sha256

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    office.ready_children()
    office.signs_terms("north", "south")
    office.signs_manifest(office.plans().manifests[0], "north", "south", "mediator")
    keys = {key.split("+", 2)[0]: key.split("+", 2)[2] for (key,) in office.desk.book().keys.values()}
    found = signed_documents(office.desk, exchange=EXCHANGE)
    assert [(one.name[:6], one.suffix) for one in found] == [("terms-", ".toml"), ("M-0001", ".json")]
    for one, signers in zip(
        found, (["north.example", "south.example"], ["north.example", "south.example", "mediator.example"]), strict=True
    ):
        text, _, lines = one.note.decode().rpartition("\n\n")
        assert f"sha256:{sha256(one.content).hexdigest()}" == text.splitlines()[2]
        signed_by = []
        for line in lines.splitlines():
            _, name, signature = line.split(" ")
            public = base64.b64decode(keys[name])[1:]
            Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature)[4:], f"{text}\n".encode())
            signed_by.append(name)
        assert signed_by == signers


def test_nothing_signed_is_said_so(office):
    with pytest.raises(InputNotUnderstood, match="nothing of this exchange was signed"):
        signed_documents(office.desk, exchange=EXCHANGE)
