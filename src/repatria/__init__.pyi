from repatria.desk.memory import MemoryArchive
from repatria.desk.session import Desk, open_desk
from repatria.errors import Finding, RepatriaError
from repatria.exchange.allocation import allocate
from repatria.exchange.check import check as check_terms
from repatria.exchange.eligibility import assess
from repatria.exchange.terms import Terms, read_terms
from repatria.linkage import link as link_lists
from repatria.lists import ReadList
from repatria.lists import read as read_list
from repatria.log.verify import verify_log
from repatria.people.dates import PartialDate, partial_date
from repatria.people.fields import Field
from repatria.people.record import PersonFile, Record
from repatria.register.account import Account, account
from repatria.register.book import Book, replay
from repatria.register.states import State

__version__: str
_WHERE: dict[str, tuple[str, str]]
__all__ = [
    "Account",
    "Book",
    "Desk",
    "Field",
    "Finding",
    "MemoryArchive",
    "PartialDate",
    "PersonFile",
    "ReadList",
    "Record",
    "RepatriaError",
    "State",
    "Terms",
    "account",
    "allocate",
    "assess",
    "check_terms",
    "link_lists",
    "open_desk",
    "partial_date",
    "read_list",
    "read_terms",
    "replay",
    "verify_log",
]
