"""Catalogues as files: .po for people who translate, .mo for gettext, both the same bytes for the same words."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from repatria.web.catalogues.entry import Entry

LOCALE: Final = Path(__file__).parents[1] / "locale"
_SLAVIC: Final = (
    "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
    "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14) ? 2 : 3)"
)
PLURALS: Final = {
    "uk": _SLAVIC,
    "ru": _SLAVIC,
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5",
}
"""Rules of the plural, with as many forms as Django's own catalogues of these languages have (CLDR's categories)."""


def po_of(language: str) -> Path:
    """Returns where a language's catalogue is translated."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def header(language: str) -> str:
    """Returns what stands at the head of a catalogue; no dates, so that nothing changes but words."""
    return (
        f"Language: {language}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\nPlural-Forms: {PLURALS[language]};\n"
    )


def read(language: str) -> Catalog:
    """Returns a language's catalogue; an empty one where there is none yet."""
    path = po_of(language)
    if not path.is_file():
        return _empty(language)
    return read_po(io.BytesIO(path.read_bytes()), locale=language, charset="utf-8")


def _empty(language: str) -> Catalog:
    found = Catalog(locale=language, charset="utf-8")
    found.mime_headers = [("Plural-Forms", PLURALS[language])]
    return found


def renewed(language: str, entries: Iterable[Entry], old: Catalog) -> Catalog:
    """Returns a catalogue of what is said now, with the words that are there already; what is new has none yet."""
    new = _empty(language)
    for entry in entries:
        if new.get(entry.text, entry.context or None) is not None:
            continue  # its first place is enough, and changes least
        text = (entry.text, entry.plural) if entry.plural else entry.text
        known = old.get(entry.text, entry.context or None)
        same = known is not None and isinstance(known.id, tuple) == isinstance(text, tuple)
        flags = ("python-brace-format",) if "{0}" in entry.text else ()
        words = known.string if known is not None and same else None
        new.add(text, words, locations=[(entry.where, 0)], context=entry.context or None, flags=flags)
    return new


def po_text(language: str, catalog: Catalog) -> bytes:
    """Returns a catalogue as a .po file."""
    head = "".join(f'"{line}\\n"\n' for line in header(language).splitlines())
    body = io.BytesIO()
    write_po(body, catalog, width=0, omit_header=True, include_lineno=False, ignore_obsolete=True)
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + body.getvalue()


def mo_bytes(language: str, catalog: Catalog) -> bytes:
    """Returns a catalogue as gettext reads it (the MO format of GNU gettext, section 10.3 of its manual), no hash table."""
    words = {b"": header(language).encode()} | {
        _key(one): _value(one) for one in catalog if one.id and is_translated(one)
    }
    keys = sorted(words)
    ids, strings = b"\0".join(keys) + b"\0", b"\0".join(words[key] for key in keys) + b"\0"
    count, start = len(keys), 28 + 16 * len(keys)
    tables = _table(keys, start) + _table([words[key] for key in keys], start + len(ids))
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    return head + tables + ids + strings


def is_translated(message: Message) -> bool:
    """Whether every form of a text has its words."""
    return all(strings(message))


def texts(message: Message) -> tuple[str, ...]:
    """Returns what is translated: one text, or one and several."""
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def strings(message: Message) -> tuple[str, ...]:
    """Returns every form of a translation."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def _key(message: Message) -> bytes:
    text = "\0".join(texts(message))
    return (f"{message.context}\x04{text}" if message.context else text).encode()


def _value(message: Message) -> bytes:
    return "\0".join(strings(message)).encode()


def _table(texts: list[bytes], start: int) -> bytes:
    rows = b""
    for text in texts:
        rows += struct.pack("<2I", len(text), start)
        start += len(text) + 1
    return rows


def patterns_text(entries: Iterable[Entry]) -> str:
    """Returns the sentences with holes, as a file that pages read."""
    found = sorted({entry.text for entry in entries if "{0}" in entry.text})
    return json.dumps(found, ensure_ascii=False, indent=0) + "\n"
