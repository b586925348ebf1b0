"""Certificates for a desk without the internet: an authority of its own, which can speak for the desk's names only.

    keys/tls-ca.key       the authority's key: it signs the next certificate; readable by its owner only
    keys/tls-server.key   the key of the desk itself
    tls-ca.crt            what browsers and tablets are given
    tls-server.crt        what the desk shows

The authority's certificate names what it may speak for (name constraints, RFC 5280 4.2.1.10): whoever trusts it trusts it for
nothing else, whatever becomes of its key.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from repatria.errors import InputNotUnderstood
from repatria.store.keys import write_private

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
"""Names under which the machine itself opens the desk; they stand in every certificate."""
LASTS: Final = timedelta(days=825)
"""Longest life that Apple's systems accept of a server's certificate: support.apple.com/103769."""
AUTHORITY_LASTS: Final = timedelta(days=3650)
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\Z")
_SKEW = timedelta(hours=1)  # clocks of tablets go wrong


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where a certificate lies, and for what it is good."""

    authority: Path
    certificate: Path
    key: Path
    names: tuple[str, ...]
    until: datetime


def certificate_of(home: Path) -> Certificate | None:
    """Returns the certificate beside a desk; None when there is none."""
    path, key = home / "tls-server.crt", home / "keys" / "tls-server.key"
    if not path.is_file() or not key.is_file():
        return None
    try:
        shown = x509.load_pem_x509_certificate(path.read_bytes())
    except ValueError:
        raise InputNotUnderstood("not a certificate", hint="move it away and make one: repatria cert", place=path.name)
    names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    told = (*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress)))
    return Certificate(home / "tls-ca.crt", path, key, told, shown.not_valid_after_utc)


def make_certificate(home: Path, *, names: Sequence[str], at: datetime) -> Certificate:
    """Makes a certificate for names, and an authority where there is none that may speak for them.

    Args:
        home: The desk's folder.
        names: Host names and addresses beside those of the machine itself.
        at: Now.

    Raises:
        InputNotUnderstood: A name is no host name, or the folder cannot be written.
    """
    wanted = tuple(dict.fromkeys((*map(_checked, names), *LOOPBACK)))
    (home / "keys").mkdir(parents=True, exist_ok=True, mode=0o700)
    authority, signing = _authority(home, wanted, at=at)
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(at + LASTS - _SKEW, authority.not_valid_after_utc)
    made = (
        _builder(_called(wanted[0]), authority.subject, key.public_key(), at=at, until=until)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in wanted]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
        .sign(signing, hashes.SHA256())
    )
    _replace_key(home / "keys" / "tls-server.key", key)
    _write(home / "tls-server.crt", _pem(made) + _pem(authority))
    found = certificate_of(home)
    assert found is not None
    return found


def _checked(name: str) -> str:
    try:
        return str(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        pass
    lower = name.lower()
    if not _NAME.match(lower):
        raise InputNotUnderstood("not a host name", hint="write it as in desk.lan or 192.168.1.20", place="name")
    return lower


def _authority(
    home: Path, names: Sequence[str], *, at: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Returns the authority that stands beside the desk; a new one when it may not speak for all of the names."""
    path, keyfile = home / "tls-ca.crt", home / "keys" / "tls-ca.key"
    if path.is_file() and keyfile.is_file():
        stands = x509.load_pem_x509_certificate(path.read_bytes())
        allowed = stands.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
        if {_allowed(name) for name in names} <= set(allowed) and stands.not_valid_after_utc - at > LASTS:
            signing = serialization.load_pem_private_key(keyfile.read_bytes(), None)
            assert isinstance(signing, ec.EllipticCurvePrivateKey)
            return stands, signing
    key = ec.generate_private_key(ec.SECP256R1())
    called = _called(f"Repatria desk {names[0]}"[:64])
    made = (
        _builder(called, called, key.public_key(), at=at, until=at + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints([_allowed(name) for name in names], None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _replace_key(keyfile, key)
    _write(path, _pem(made))
    return made, key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, at: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
        .serial_number(x509.random_serial_number()).not_valid_before(at - _SKEW).not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )  # fmt: skip


def _called(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _allowed(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_network(name))  # one address: /32 or /128
    except ValueError:
        return x509.DNSName(name)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _replace_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    write_private(fresh, text)
    fresh.replace(path)


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        raise InputNotUnderstood("the certificate cannot be written", hint="check the folder and its permissions")
