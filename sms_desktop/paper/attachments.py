"""A file inside a PDF, as the standard has it: an embedded file of the document (ISO 32000-2, 7.11.4),
which is said to be its source (14.13). The same file gives the same bytes.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sms_desktop.paper.geometry import Attachment

VERSION = (1, 7)
"""The version of PDF that a document with a file in it says it has."""


def attach(pdf: Any, attachment: Attachment) -> None:
    """Put ``attachment`` into the document that reportlab is making."""
    from reportlab.pdfbase import pdfdoc  # type: ignore[import-untyped]

    name = pdfdoc.PDFString(attachment.name)
    stream = pdfdoc.PDFStream(content=attachment.data, filters=[pdfdoc.PDFZCompress])
    stream.dictionary["Type"] = pdfdoc.PDFName("EmbeddedFile")
    stream.dictionary["Subtype"] = "/" + attachment.media_type.replace("/", "#2F")
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).hexdigest()
    stream.dictionary["Params"] = f"<< /Size {len(attachment.data)} /CheckSum <{checksum}> >>"
    file = pdf.Reference(stream, "attachedFile")
    specification = pdf.Reference(
        pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Filespec"),
                "F": name,
                "UF": name,
                "Desc": pdfdoc.PDFString(attachment.description),
                "EF": pdfdoc.PDFDictionary({"F": file, "UF": file}),
                "AFRelationship": pdfdoc.PDFName("Source"),
            }
        ),
        "attachedSpecification",
    )
    catalog = pdf.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "AF"]
    names = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray([name, specification])})
    catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": names})
    catalog.AF = pdfdoc.PDFArray([specification])
