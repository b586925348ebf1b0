"""What a board asks before a name is given back: thresholds as a file, and whether a basis meets them.

A policy is data, adopted by the parties and changed by them; the program assesses, and people decide. A hit that rests on
one parent is a lead: in February 2026 a soldier buried in 2023 on a match with his mother alone, at 99.99987 %, was
reported home alive (gwaramedia.com 2026-02-18, censor.net 3600964), and one side has since asked for two close relatives,
or one relative by two methods (unn.ua, February 2026).
"""

from repatria.remains.policy.assessing import Basis, Check, Verdict, assess, can_ever_pass
from repatria.remains.policy.reading import PolicyNotUnderstood, read_policy, to_toml
from repatria.remains.policy.rules import (
    ALONE,
    DEFAULT,
    DNA,
    EXCLUDED_WORDS,
    LEADS_ONLY,
    WORDS,
    Method,
    Policy,
    UnseenAllele,
)

__all__ = [
    "ALONE",
    "DEFAULT",
    "DNA",
    "EXCLUDED_WORDS",
    "LEADS_ONLY",
    "WORDS",
    "Basis",
    "Check",
    "Method",
    "Policy",
    "PolicyNotUnderstood",
    "UnseenAllele",
    "Verdict",
    "assess",
    "can_ever_pass",
    "read_policy",
    "to_toml",
]
