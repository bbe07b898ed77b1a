"""Files that were made to hurt, or were hurt."""

import io
import struct
import zipfile

from tests.tasks_catalog.xlsform.books import survey, xlsx

GOOD = xlsx({"survey": survey(["text", "a", "A"])})
SHEET = "xl/worksheets/sheet1.xml"


def with_part(name: str, content: bytes, *, keep: bool = True, from_: bytes = GOOD) -> bytes:
    """A good workbook in which one part is another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(from_)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if keep and part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def sheet_xml(rows: str, *, before: str = "") -> bytes:
    head = f'<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{head}{rows}</sheetData></worksheet>".encode()


def lying_about_size(content: bytes) -> bytes:
    """The table of contents says that every part is empty."""
    changed = bytearray(content)
    at = 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        changed[at + 24 : at + 28] = struct.pack("<I", 0)
        at += 4
    return bytes(changed)


def encrypted_zip(content: bytes) -> bytes:
    changed = bytearray(content)
    at = changed.find(b"PK\x01\x02")
    changed[at + 8] |= 1
    return bytes(changed)


def ole(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le") for name in names) + bytes(1024)


def many_strings(count: int) -> bytes:
    """A workbook whose table of strings is endless."""
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    table = b"".join(b"<si><t>%d</t></si>" % number for number in range(count))
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good:
        types = good.read("[Content_Types].xml")
    listed = types.replace(b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s" /></Types>' % kind)
    return with_part("xl/sharedStrings.xml", head + table + b"</sst>", from_=with_part("[Content_Types].xml", listed))


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)) + "]>"
OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"

HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "spaces": b"  \n ",
    "words": "Dear all, please find…".encode(),
    "latin letters": b"\xe9\xe8\xff\x00",
    "zeros": bytes(5000),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "old .xls": ole("Workbook"),
    "locked with a password": ole("EncryptedPackage", "EncryptionInfo"),
    "a locked part": encrypted_zip(GOOD),
    "cut in the middle": GOOD[: len(GOOD) // 2],
    "cut at the end": GOOD[:-40],
    "only the beginning": GOOD[:30],
    "another zip": with_part("readme.txt", b"hello", keep=False),
    "an .ods": with_part("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    "an .xlsb": with_part("xl/workbook.bin", b"\x00"),
    "no XML inside": with_part(SHEET, b"\x00\x01\x02"),
    "XML cut off": with_part(SHEET, sheet_xml("<row><c><v>1</v></c></row>")[:-30]),
    "workbook that is no XML": with_part("xl/workbook.xml", b"<workbook"),
    "bomb of zeros": with_part(SHEET, bytes(60_000_000)),
    "bomb of empty rows": with_part(SHEET, sheet_xml("<row/>" * 9_000_000)),
    "bomb beside": with_part("xl/media/image1.bmp", bytes(300_000_000)),
    "lies about its size": lying_about_size(with_part(SHEET, bytes(60_000_000))),
    "billion laughs": with_part(SHEET, sheet_xml('<row><c t="inlineStr"><is><t>&i;</t></is></c></row>', before=LAUGHS)),
    "looks outside": with_part(SHEET, sheet_xml('<row><c t="inlineStr"><is><t>&a;</t></is></c></row>', before=OUTSIDE)),
    "a million strings": many_strings(1_500_000),
    "endless styles": with_part("xl/styles.xml", b"<styleSheet>" + b"<a/>" * 10_000_000 + b"</styleSheet>"),
    "deep styles": with_part("xl/styles.xml", b"<a>" * 3_000_000),
    "a very long cell": xlsx({"survey": survey(["text", "a", "A" * 30_000, "${a} = 1"])}),
    "a thousand brackets": xlsx({"survey": survey(["text", "a", "A", "(" * 7_000 + "1"], ["txet", "b", "B"])}),
    "CSV without survey": b"a,b\n1,2\n",
    "CSV with a torn quote": b'survey,type,name\n,text,"a\n',
    "CSV with a zero byte": b"type,name,label\ntext,a,A\x00B\n",
    "larger than 8 MB": b"type,name,label\ntext,a,A\n" + b"\n" * 9_000_000,
}
