"""A desk's own authority speaks for the desk's names and for nothing else."""

from __future__ import annotations

import os
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from repatria.errors import InputNotUnderstood
from repatria.store import clock, tls

NOW = clock.now()


def shaken(made: tls.Certificate, *, asked: str, trusting: Path | None = None) -> str:
    """Returns the TLS version of a handshake under a name; raises what the asking side finds wrong."""
    ours, theirs = socket.socketpair()
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(made.certificate, made.key)

    def serve() -> None:
        try:
            serving.wrap_socket(ours, server_side=True).close()
        except OSError:
            ours.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        asking = ssl.create_default_context(cafile=trusting or made.authority)
        with asking.wrap_socket(theirs, server_hostname=asked) as done:
            return str(done.version())
    finally:
        theirs.close()
        thread.join()


@pytest.mark.parametrize("asked", ["desk.lan", "192.168.1.20", "localhost", "127.0.0.1"])
def test_a_certificate_is_good_for_its_names(tmp_path: Path, asked: str) -> None:
    made = tls.make_certificate(tmp_path, names=["Desk.lan", "192.168.1.20"], at=NOW)
    assert made.names == ("desk.lan", "localhost", "192.168.1.20", "127.0.0.1", "::1")
    assert shaken(made, asked=asked) == "TLSv1.3"


def test_it_is_good_for_no_other_name_and_not_without_the_authority(tmp_path: Path) -> None:
    made = tls.make_certificate(tmp_path / "a", names=["desk.lan"], at=NOW)
    other = tls.make_certificate(tmp_path / "b", names=["desk.lan"], at=NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        shaken(made, asked="bank.example")
    with pytest.raises(ssl.SSLCertVerificationError):
        shaken(made, asked="desk.lan", trusting=other.authority)


def test_a_stolen_authority_speaks_for_no_other_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = tls.make_certificate(tmp_path, names=["desk.lan"], at=NOW)
    before = desk.authority.read_bytes()
    stands = tls._authority(tmp_path, desk.names, at=NOW)
    monkeypatch.setattr(tls, "_authority", lambda *_a, **_k: stands)  # the thief's own program does not ask
    forged = tls.make_certificate(tmp_path, names=["bank.example"], at=NOW)
    assert forged.authority.read_bytes() == before
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shaken(forged, asked="bank.example")


def test_how_long_it_lasts_and_who_can_read_the_keys(tmp_path: Path) -> None:
    made = tls.make_certificate(tmp_path, names=["desk.lan"], at=NOW)
    shown = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    assert shown.not_valid_after_utc - shown.not_valid_before_utc == timedelta(days=825)
    if os.name == "posix":
        keys = sorted((tmp_path / "keys").iterdir())
        assert [(key.name, stat.S_IMODE(key.stat().st_mode)) for key in keys] == [
            ("tls-ca.key", 0o600), ("tls-server.key", 0o600),
        ]  # fmt: skip


def test_the_same_names_again_leave_the_authority_and_new_ones_make_another(tmp_path: Path) -> None:
    first = tls.make_certificate(tmp_path, names=["desk.lan"], at=NOW)
    authority, server = first.authority.read_bytes(), first.certificate.read_bytes()
    again = tls.make_certificate(tmp_path, names=["desk.lan"], at=NOW + timedelta(days=700))
    assert (again.authority.read_bytes() == authority, again.certificate.read_bytes() == server) == (True, False)
    wider = tls.make_certificate(tmp_path, names=["desk.lan", "crossing.lan"], at=NOW)
    assert wider.authority.read_bytes() != authority
    assert shaken(wider, asked="crossing.lan") == "TLSv1.3"


@pytest.mark.parametrize("bad", ["", "*.lan", "desk lan", "https://desk.lan", "-desk", "a" * 64, "desk/lan", "дім.lan"])
def test_what_is_no_host_name_is_refused(tmp_path: Path, bad: str) -> None:
    with pytest.raises(InputNotUnderstood) as refused:
        tls.make_certificate(tmp_path, names=[bad], at=datetime(2031, 6, 2, tzinfo=UTC))
    assert (refused.value.message, list(tmp_path.iterdir())) == ("not a host name", [])


def test_there_is_none_or_it_is_no_certificate(tmp_path: Path) -> None:
    assert tls.certificate_of(tmp_path) is None
    made = tls.make_certificate(tmp_path, names=[], at=NOW)
    made.certificate.write_text("nothing", "ascii")
    with pytest.raises(InputNotUnderstood, match="not a certificate"):
        tls.certificate_of(tmp_path)
