"""A policy as a TOML file: every key known or refused, all problems at once; and a policy written with its sources."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.remains.policy.rules import LEADS_ONLY, WORDS, Method, Policy, UnseenAllele

FORMAT: Final = 1
"""The one form of policy files that this version reads."""

_MOST_BYTES: Final = 100_000
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_MOST_OF_NAME: Final = 64


class PolicyNotUnderstood(InputNotUnderstood):
    """A policy file is refused; ``findings`` has one for each key that is to be mended."""

    def __init__(self, found: tuple[Finding, ...]) -> None:
        places = "1 place is" if len(found) == 1 else f"{len(found)} places are"
        first = f"{found[0].place}: {found[0].message}"
        super().__init__(f"{places} not understood, the first is {first}", hint=found[0].hint, place="policy")
        self.findings = found


def read_policy(content: bytes) -> Policy:
    """Returns the policy in a TOML file; a key that is not there keeps its default.

    Raises:
        PolicyNotUnderstood: Not UTF-8, not TOML, a key that is not known, or a value that cannot be; nothing is guessed.
    """
    cells = _toml(content)
    findings = [_unknown(key) for key in cells if key not in _KEYS]
    if cells.pop("format", None) != FORMAT:
        findings.append(_finding("format", "this form of policy is not known", f"write format = {FORMAT}"))
    values: dict[str, Any] = {}
    for key, value in cells.items():
        if key in _KEYS:
            read, hint = _KEYS[key]
            try:
                values[key] = read(value)
            except (ValueError, TypeError):
                findings.append(_finding(key, "this value cannot stand here", hint))
    if not findings:
        findings.extend(_together(Policy(**values)))
    if findings:
        raise PolicyNotUnderstood(tuple(findings))
    return Policy(**values)


def to_toml(policy: Policy) -> bytes:
    """Returns a policy as a TOML file, with what each key means; `read_policy` gives the same policy back."""
    lines = [f"format = {FORMAT}", ""]
    for one in fields(Policy):
        value = getattr(policy, one.name)
        lines.append(f"# {_MEANING[one.name]}")
        lines.append(f"# {one.name} =" if value is None else f"{one.name} = {_written(value)}")
    return ("\n".join(lines) + "\n").encode()


def _toml(content: bytes) -> dict[str, Any]:
    if len(content) > _MOST_BYTES:
        raise PolicyNotUnderstood((_finding("file", f"longer than {_MOST_BYTES} bytes", "a policy is a page"),))
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise PolicyNotUnderstood(
            (_finding("file", "the file is not TOML in UTF-8", "see the format's reference"),)
        ) from None


def _finding(key: str, message: str, hint: str) -> Finding:
    return Finding(Severity.ERROR, "policy-not-understood", key, message, hint)


def _unknown(key: str) -> Finding:
    near = difflib.get_close_matches(key, _KEYS, n=1)
    printable = key if re.fullmatch(r"[a-z0-9_-]{1,40}", key) else "(a key of other characters)"
    hint = f"did you mean {near[0]}?" if near else "known here: " + ", ".join(_KEYS)
    return _finding(printable, "this key is not known here", hint)


def _together(policy: Policy) -> list[Finding]:
    """What single values cannot say: a fixed frequency belongs to its rule."""
    if (policy.unseen_allele is UnseenAllele.FIXED) == (policy.fixed_frequency is not None):
        return []
    return [_finding("fixed_frequency", "the rule for unseen alleles and a fixed frequency go together",
                     'write unseen_allele = "fixed" and fixed_frequency, or neither')]  # fmt: skip


def _number(least: float, most: float) -> Callable[[Any], float]:
    """A reader of numbers strictly between two bounds."""

    def read(value: Any) -> float:
        if type(value) not in {int, float} or not least < value < most:
            raise ValueError
        return float(value)

    return read


def _whole(least: int, most: int) -> Callable[[Any], int]:
    """A reader of whole numbers from ``least`` to ``most``."""

    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return value

    return read


def _name(value: Any) -> str:
    if type(value) is not str or len(value) > _MOST_OF_NAME or not _SLUG.match(value):
        raise ValueError
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError
    return value


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or any(word not in WORDS for word in value):
        raise ValueError
    return tuple(word for word in WORDS if word in value)


def _methods(value: Any) -> frozenset[Method]:
    if not isinstance(value, list):
        raise TypeError
    methods = frozenset(Method(one) for one in value)
    if methods & LEADS_ONLY:
        raise ValueError
    return methods


def _rule(value: Any) -> UnseenAllele:
    return UnseenAllele(value)


_KEYS: Final[dict[str, tuple[Callable[[Any], Any], str]]] = {
    "format": (_whole(FORMAT, FORMAT), f"write format = {FORMAT}"),
    "name": (_name, f"lower-case words joined by hyphens, at most {_MOST_OF_NAME} characters"),
    "least_posterior": (_number(0.5, 1), "a probability above 0.5 and below 1, such as 0.9995"),
    "least_close_relatives": (_whole(0, 20), "a whole number from 0 to 20"),
    "or_methods": (_whole(0, 10), "a whole number from 0 (nothing serves instead) to 10"),
    "least_markers": (_whole(1, 1000), "a whole number from 1"),
    "most_exclusions": (_whole(0, 100), "a whole number from 0"),
    "laboratories": (_whole(1, 10), "a whole number from 1 to 10"),
    "board": (_whole(2, 50), "a whole number from 2: one person is not a board"),
    "both_parties_for_wrong_side": (_flag, "true or false"),
    "words": (_words, "a list of: " + ", ".join(WORDS)),
    "alone": (_methods, "a list of: " + ", ".join(m for m in Method if m not in LEADS_ONLY)),
    "most_rivals": (_whole(0, 1_000_000), "a whole number from 0"),
    "unseen_allele": (_rule, "one of: " + ", ".join(UnseenAllele)),
    "fixed_frequency": (_number(0, 1), "a frequency between 0 and 1"),
}

_MEANING: Final = {
    "name": "short name of this policy",
    "least_posterior": "least posterior probability by DNA (ICMP: 0.9995)",
    "least_close_relatives": "parents, children and full siblings typed (rule of one side since February 2026: 2)",
    "or_methods": "independent methods that serve instead, with one relative; 0: nothing does (the same rule: 2)",
    "least_markers": "autosomal markers in common (ISFG 2007: 12)",
    "most_exclusions": "markers impossible without mutation (dvir: 2)",
    "laboratories": "laboratories that typed independently",
    "board": "members who sign, two at the least",
    "both_parties_for_wrong_side": "both parties sit on the board for remains of the sender's own",
    "words": "conclusions that may be decided on",
    "alone": "methods that carry by the person's own record (INTERPOL's primary identifiers)",
    "most_rivals": "other candidates that may be left; without it there is no bound",
    "unseen_allele": "alleles that the table of frequencies does not have: refuse, 5/2N or fixed",
    "fixed_frequency": "their frequency, where it is fixed",
}


def _written(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case tuple() | frozenset():
            return "[" + ", ".join(f'"{one}"' for one in (value if isinstance(value, tuple) else sorted(value))) + "]"
        case _:
            return f'"{value}"'
