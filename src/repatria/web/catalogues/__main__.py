"""Gathers what is said, brings the catalogues up to date and compiles them; says what is not translated yet."""

from __future__ import annotations

import os
import sys
import tempfile

from repatria.web.catalogues.entry import Entry


def gather() -> tuple[Entry, ...]:
    """Returns everything that is said, in the order of its files; Django has to be set up."""
    from repatria.web.catalogues.pages import of_pages
    from repatria.web.catalogues.spoken import of_rooms

    return (*of_pages(), *of_rooms())


def main() -> int:
    """Writes the files; returns 1 where something is not translated."""
    from repatria.web.catalogues import files

    entries = gather()
    missing = 0
    (files.LOCALE / "patterns.json").write_text(files.patterns_text(entries), "utf-8", newline="\n")
    for language in files.PLURALS:
        catalog = files.renewed(language, entries, files.read(language))
        path = files.po_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.po_text(language, catalog))
        path.with_suffix(".mo").write_bytes(files.mo_bytes(language, catalog))
        untold = sum(
            not (all(one.string) if isinstance(one.string, tuple) else one.string) for one in catalog if one.id
        )
        missing += untold
        print(f"{language}: {len(catalog)} texts, {untold} not translated")  # noqa: T201 - the errand's answer
    return int(bool(missing))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "repatria.web.settings", "REPATRIA_HOME": home}
        import django

        django.setup()
        sys.exit(main())
