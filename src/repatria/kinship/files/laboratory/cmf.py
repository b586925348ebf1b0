"""CODIS' Common Message Format (CMF): specimens, markers and alleles in XML.

Read are version 3 (``CODISImportFile`` of ``urn:CODISImportFile-schema``; CODIS-3.2.xsd and CMF-2017.xsd, published with
OSIRIS at https://www.ncbi.nlm.nih.gov/projects/SNP/osiris/) and Rapid Import CMF 1.0 (``CODISRapidImportFile`` of
``urn:CODISRapidImportFile-schema``; FBI, "CODIS Rapid Import CMF 1.0", revision 17, 30 April 2019). An element or attribute
that these do not have is refused with its place. Who read the marker, case numbers, comments and what Rapid Import says of an
arrest are passed over and never kept.
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import ParseError

import defusedxml
import defusedxml.ElementTree

from repatria.errors import Finding, InputNotUnderstood, Severity
from repatria.kinship.files.laboratory.samples import Read, Sample
from repatria.kinship.files.naming import marker_name
from repatria.kinship.files.tables import FileNotUnderstood

MOST_SPECIMENS: Final = 1_000_000
MOST_MARKERS: Final = 64  # a specimen's, by CMF-2017.xsd
MOST_ALLELES: Final = 8  # a marker's, by all three schemas
LONGEST: Final = 512  # the longest text of any of the schemas is Rapid Import's comment

_CMF: Final = "{urn:CODISImportFile-schema}"
_RAPID: Final = "{urn:CODISRapidImportFile-schema}"

_IN: Final = {
    "CODISImportFile": {
        "HEADERVERSION", "MESSAGETYPE", "DESTINATIONORI", "SOURCELAB", "SUBMITBYUSERID", "SUBMITDATETIME", "BATCHID", "KIT",
        "SPECIMEN",
    },
    "CODISRapidImportFile": {"HEADER", "DEVICE", "SPECIMEN"},
    "HEADER": {
        "MESSAGEVERSION", "MESSAGETYPE", "MESSAGEID", "MESSAGEDATETIME", "MSGCREATORUSERID", "DESTINATIONORI", "SOURCEORI",
        "ALTSOURCEORI",
    },
    "DEVICE": {"INSTRUMENTID", "MANUFACTURER", "MODEL", "SOFTWAREVERSION"},
    "SPECIMEN": {
        "SPECIMENID", "SPECIMENCATEGORY", "SPECIMENCOMMENT", "LOCUS", "SID", "FBI_NUMBER_UCN", "UNIQUEEVENTID", "BOOKINGCUSTOMID",
        "ARRESTINGCUSTOMID", "ARRESTDATE", "FINGERPRINTDATE", "ARRESTOFFENSECATEGORY",
    },
    "LOCUS": {"LOCUSNAME", "READINGBY", "READINGDATETIME", "KIT", "BATCHID", "ALLELE"},
    "ALLELE": {"ALLELEVALUE"},
}  # fmt: skip
"""Which elements stand in which; all others hold text only."""

_ATTRIBUTES: Final = {
    "SPECIMEN": {"SOURCEID", "CASEID", "PARTIAL"}, "LOCUS": {"BATCHID", "KIT"}, "ALLELE": {"ALLELEREQUIRED"},
}  # fmt: skip


def is_cmf(content: bytes) -> bool:
    """Whether an XML file says at its beginning that it is CMF."""
    head = content[:4096].replace(b"\0", b"")
    return b"CODISImportFile" in head or b"CODISRapidImportFile" in head


def read_cmf(content: bytes, *, kind: str = "profiles") -> Read:
    """Returns the samples of a CMF file; places are ``specimen 3 of profiles``.

    Raises:
        InputNotUnderstood: Not well-formed, hostile, not CMF, or with something in it that CMF does not have.
        FileNotUnderstood: Specimens without a label.
    """
    collector = _Collector(kind)
    parser = defusedxml.ElementTree.DefusedXMLParser(target=collector, forbid_dtd=True)
    try:
        parser.feed(content)
        parser.close()
    except defusedxml.DefusedXmlException:
        raise InputNotUnderstood(
            "the XML declares entities or a document type: refused as hostile", hint="export it anew", place=kind
        ) from None
    except (ParseError, ValueError, LookupError):
        raise InputNotUnderstood("the XML is not well-formed", hint="export it anew", place=kind) from None
    return collector.read()


class _Collector:
    """Gathers specimens as the parser goes; keeps no tree.

    Invariant: ``_open`` holds the elements begun and not ended, the innermost last.
    """

    def __init__(self, kind: str) -> None:
        self._kind, self._count, self._loci, self._alleles = kind, 0, 0, 0
        self._open: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._samples: dict[str, Sample] = {}
        self._markers: dict[str, None] = {}
        self._panels: dict[str, None] = {}
        self._wrong: list[Finding] = []
        self._found: list[Finding] = []
        self._begin("")

    def _begin(self, place: str) -> None:
        self._now = {"SPECIMENID": "", "SPECIMENCATEGORY": "", "PARTIAL": ""}
        self._results: dict[str, list[str]] = {}
        self._marker, self._place = "", place

    def _refuse(self, message: str) -> None:
        hint = "this reads CODIS CMF 3 and Rapid Import CMF 1.0"
        raise InputNotUnderstood(message, hint=hint, place=self._place or f"the beginning of {self._kind}")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begins an element."""
        name = tag.removeprefix(_CMF).removeprefix(_RAPID)
        if not self._open and tag not in (f"{_CMF}CODISImportFile", f"{_RAPID}CODISRapidImportFile"):
            self._refuse("the file is not CMF")
        if self._open and name not in _IN.get(self._open[-1], ()):
            self._refuse("an element that CMF does not have here")
        if "".join(self._text).strip():
            self._refuse("text where CMF has elements")
        self._open.append(name)
        self._text.clear()
        self._length = 0
        if name == "SPECIMEN":
            self._count, self._loci = self._count + 1, 0
            self._begin(f"specimen {self._count} of {self._kind}")
            self._now["PARTIAL"] = attributes.get("PARTIAL", "")
        elif name == "LOCUS":
            self._loci, self._alleles = self._loci + 1, 0
            self._panel(attributes.get("KIT", ""))
        elif name == "ALLELE":
            self._alleles += 1
        own = {one for one in attributes if not one.startswith("{")}  # xsi:schemaLocation and the like say nothing
        if len(self._open) > 1 and own - _ATTRIBUTES.get(name, set()):
            self._refuse("an attribute that CMF does not have here")
        if self._count > MOST_SPECIMENS or self._loci > MOST_MARKERS or self._alleles > MOST_ALLELES:
            self._refuse("more specimens, markers or alleles than CMF may have")

    def data(self, text: str) -> None:
        """Adds text of the element begun last."""
        self._length += len(text)
        if self._length > LONGEST and text.strip():
            self._refuse("a text longer than any of CMF's")
        if self._length <= LONGEST:
            self._text.append(text)

    def end(self, _: str) -> None:
        """Ends an element."""
        name = self._open.pop()
        text = "".join(self._text).strip()
        self._text.clear()
        self._length = 0
        if name in _IN:
            self._end_of_parts(name, text)
        else:
            self._text_of(name, text)

    def _end_of_parts(self, name: str, text: str) -> None:
        if text:
            self._refuse("text where CMF has elements")
        if name == "SPECIMEN":
            self._add()
        elif name == "LOCUS":
            self._marker = ""

    def _text_of(self, name: str, text: str) -> None:
        match name:
            case "HEADERVERSION" | "MESSAGEVERSION":
                if text.partition(".")[0] != ("3" if name == "HEADERVERSION" else "1"):
                    self._refuse("a version of CMF that is not read here")
            case "MESSAGETYPE":
                if text not in ("Import", "Rapid Import"):
                    self._refuse("a message that is no import")
            case "KIT":
                self._panel(text)
            case "LOCUSNAME":
                self._locus(text)
            case "ALLELEVALUE":
                if not self._marker:
                    self._refuse("an allele before its marker's name")
                self._results[self._marker].append(text)
            case "SPECIMENID" | "SPECIMENCATEGORY":
                self._now[name] = text
            case _:  # who, when and why: not kept
                pass

    def close(self) -> None:
        """Ends the document."""

    def _panel(self, text: str) -> None:
        if text:
            self._panels[text] = None

    def _locus(self, text: str) -> None:
        if not text:
            self._refuse("a marker without a name")
        self._marker = marker_name(text)
        if self._marker in self._results:
            self._refuse("a marker twice in one specimen")
        self._markers[self._marker] = None
        self._results[self._marker] = []

    def _add(self) -> None:
        who = self._now["SPECIMENID"]
        if not who:
            message, hint = "the specimen has no label", "give each its SPECIMENID"
            self._wrong.append(Finding(Severity.ERROR, "profile-without-id", self._place, message, hint))
            return
        run = {marker: (tuple(alleles), self._place) for marker, alleles in self._results.items()}
        if who in self._samples:
            self._samples[who].runs.append(run)
        else:
            self._samples[who] = Sample(who, self._place, "", self._now["SPECIMENCATEGORY"], {}, [run])
        if self._now["PARTIAL"].casefold() in ("true", "1"):
            message = "the laboratory says that the profile is partial"
            self._found.append(Finding(Severity.NOTE, "partial-profile", self._place, message))

    def read(self) -> Read:
        """Returns what was gathered.

        Raises:
            FileNotUnderstood: Specimens without a label.
            InputNotUnderstood: No specimen.
        """
        if self._wrong:
            raise FileNotUnderstood(self._kind, tuple(self._wrong))
        if not self._samples:
            raise InputNotUnderstood("the file has no specimen", hint="export it anew", place=self._kind)
        return Read(tuple(self._markers), self._samples, tuple(self._panels), tuple(self._found))
