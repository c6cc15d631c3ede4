"""From bytes to text: which encoding they are in, and whether they are text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

# Longest mark first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How files of other kinds begin.
_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ\x90",
    b"\xd0\xcf\x11\xe0",
    b"SQLite format 3",
    b"OggS",
    b"\x28\xb5\x2f\xfd",
)
_DECLARED = re.compile(rb"(?:charset|encoding|coding)\s*[=:]\s*[\"']?([A-Za-z][\w.:-]{1,30})")
_CONTROLS = bytes((*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
_ODD_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")

# A stray control character or two come from page furniture; one in twenty means that it is no text.
CONTROL_SHARE = 0.05
# The detector reads this much: enough for it to be sure, and a long file costs no more than a short one.
SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text and how it was decoded; `note` is for the user where it was not plain UTF-8."""

    text: str
    encoding: str
    note: str | None = None
    damaged: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """The text of some bytes with line ends as LF, or None where they are no text.

    `declared` is the encoding that whoever sent them named; it counts where the bytes fit it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            note = None if encoding == "utf-8" else f"read as {encoding}, by its byte-order mark"
            return _checked(text, encoding, note)
    if data.startswith(_MAGIC):
        return None
    told = _told(data, declared) if declared else None
    if told:
        return told
    wide = _wide_encoding(data)
    if wide:
        return _checked(data.decode(wide, errors="replace"), wide, f"read as {wide}, by its zero bytes")
    head = data[:SAMPLE]
    if len(head) - len(head.translate(None, _CONTROLS)) > CONTROL_SHARE * len(head):
        return None
    try:
        return _checked(data.decode("utf-8"), "utf-8", None)
    except UnicodeDecodeError:
        return _decode_other(data)


def _told(data: bytes, declared: str) -> Decoded | None:
    """The text in the encoding that was told, where that is one and the bytes fit it."""
    encoding = _text_encoding(declared)
    if encoding is None:
        return None
    try:
        return _checked(data.decode(encoding), encoding, None)
    except (UnicodeDecodeError, ValueError):
        return None


def _checked(text: str, encoding: str, note: str | None) -> Decoded | None:
    head = text[:SAMPLE]
    if len(_ODD_CONTROLS.findall(head)) > CONTROL_SHARE * len(head):
        return None
    zeros = text.count("\0")
    if zeros and not note:
        note = f"{zeros} zero byte{'s' if zeros > 1 else ''} among its letters"
    damaged = zeros + (text.count("\ufffd") if encoding != "utf-8" or note else 0)
    return Decoded(text=_plain_lines(text), encoding=encoding, note=note, damaged=damaged)


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every second byte is zero."""
    head = data[:SAMPLE]
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # Seven in ten leaves room for curly quotes and dashes; the other half must be all but free of zeros.
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _decode_other(data: bytes) -> Decoded | None:
    """Text that is no valid UTF-8: declared, damaged UTF-8, or a detected legacy encoding."""
    declared = _declared_encoding(data)
    if declared:
        try:
            return _checked(data.decode(declared), declared, f"read as {declared}, which it declares")
        except (UnicodeDecodeError, LookupError, ValueError):
            pass
    damaged = data.decode("utf-8", errors="replace")
    broken = damaged.count("\ufffd")
    whole = sum(character > "\x7f" for character in damaged) - broken
    # A legacy encoding all but never forms valid sequences by chance: one whole for each broken one is
    # a sign of UTF-8 that was cut or patched.
    if whole >= broken:
        note = f"read as utf-8 with {broken} damaged place{'s' if broken > 1 else ''}, shown as \ufffd"
        return _checked(damaged, "utf-8", note)
    return _detected(data)


def _declared_encoding(data: bytes) -> str | None:
    match = _DECLARED.search(data[:1024])
    if not match:
        return None
    return _text_encoding(match[1].decode("ascii", "replace"))


def _text_encoding(name: str) -> str | None:
    """Python's name of an encoding, as the web means it; None where it is none of text."""
    try:
        info = codecs.lookup(_ON_THE_WEB.get(name.strip().lower(), name))
    except (LookupError, ValueError):
        return None
    # Codecs that turn bytes into bytes, or escapes into characters, are no encodings of text.
    return info.name if getattr(info, "_is_text_encoding", True) and info.name not in _ESCAPES else None


# Browsers read these labels as the Windows code pages that extend them.
_ON_THE_WEB = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
}
_ESCAPES = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "utf-7", "undefined"})


# What Central European letters look like when they are taken for Western ones: marks inside words (Polish,
# Slovak, Romanian), letters of Danish beside those of Italian (Czech, Croatian), Hungarian's commonest words.
_MARK_IN_WORD = re.compile(r"[¹³£¥¯ª¼¾º](?=[^\W\d_])|(?<=[a-zà-þ])[¿¼¾Ÿ]")
_HUNGARIAN = re.compile(r"\b(?:és|egy|hogy|az|nem|volt|meg)\b", re.IGNORECASE)


def _is_central(text: str) -> bool:
    """Whether what was read as Western European is Central European."""
    if len(_MARK_IN_WORD.findall(text)) >= 2:
        return True
    count = {letter: text.count(letter) for letter in "øìèæðõû"}
    if (count["ø"] and count["ì"]) or (count["è"] > 1 and (count["æ"] > 1 or count["ð"] > 1)):
        return True
    return bool(count["õ"] or count["û"]) and len(_HUNGARIAN.findall(text)) >= 3


def _detected(data: bytes) -> Decoded | None:
    """Windows-1252 where the text is Western, else what the detector takes it for."""
    head = data[:SAMPLE]
    foreign = sum(byte > 0x7F for byte in head)
    # Even a short Western line has under one accented letter, quote or dash in five characters, where
    # Cyrillic, Greek or an Asian script has most of them; the detector often mistakes short Western text
    # for Central European.
    central = foreign <= 0.4 * len(head) and _is_central(head.decode("cp1252", "replace"))
    if central or foreign <= 0.2 * len(head):
        encoding = "windows-1250" if central else "windows-1252"
        try:
            return _checked(data.decode(encoding), encoding, f"read as {encoding}, a guess by its letters")
        except UnicodeDecodeError:
            pass
    best = from_bytes(head).best()
    if best is None:
        return None
    text = data.decode(best.encoding, errors="replace")
    return _checked(text, best.encoding, f"read as {best.encoding}, a guess by its letters")
