"""The page of the handover as files: what a device keeps of it for when there is no network, and all of it in one file.

The one file has a policy of its own: it runs this script and no other, loads nothing and sends nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from django.templatetags.static import static

FOLDER: Final = Path(__file__).parents[1] / "static" / "handover"
MODULES: Final = ("crypto", "chain", "state", "storage", "session", "sync", "scan", "view", "app")
"""The page's script, each module after those that it needs."""

_IMPORT = re.compile(r"^import (\* as (\w+)|\{[^}]*\}) from \"\./(\w+)\.js\";$", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)


def files() -> list[str]:
    """Returns the addresses of the files that the page needs."""
    return [static(name) for name in ("handover/handover.css", "icon.svg", *(f"handover/{m}.js" for m in MODULES))]


@cache
def name() -> str:
    """Returns the name under which a device keeps the files as they are now: other files, another name."""
    state = hashlib.sha256()
    for file in sorted([*FOLDER.iterdir(), FOLDER.parent / "icon.svg"]):
        state.update(file.read_bytes())
    return f"repatria-handover-{state.hexdigest()[:16]}"


@cache
def script() -> str:
    """Returns the page's modules as one script: each in a function of its own that gives what it exports."""
    return "\n".join(_wrapped(name, (FOLDER / f"{name}.js").read_text("utf-8")) for name in MODULES)


def _wrapped(name: str, text: str) -> str:
    exported = ", ".join(found[2] for found in _EXPORT.finditer(text))
    body = _EXPORT.sub(r"\1 \2", text)
    body = _IMPORT.sub(lambda found: f"const {found[2] or found[1].replace(' as ', ': ')} = of_{found[3]};", body)
    return f"const of_{name} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();"


@cache
def style() -> str:
    """Returns the page's style."""
    return (FOLDER / "handover.css").read_text("utf-8")


def policy_of_file() -> str:
    """Returns the policy of the one file."""
    return (
        f"default-src 'none'; script-src 'sha256-{_digest(script())}'; style-src 'sha256-{_digest(style())}'; "
        "img-src data: blob:; media-src blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
