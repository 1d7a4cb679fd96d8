"""What bytes are: a screenplay's format and encoding, or something that is refused with a reason."""

from __future__ import annotations

import math
import re
import unicodedata

from storyboard.screenplay.errors import ScreenplayInvalid
from storyboard.screenplay.fountain import is_cue
from storyboard.screenplay.headings import is_heading

MOST_BYTES = 8_000_000
MOST_TEXT = 5_000_000

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, Highland or Fade In document (a zip)"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_ADVICE = "Export it as Fountain, Final Draft (.fdx) or plain text (UTF-8) and import that."
_COMMON_ZH = frozenset(
    "的一是了我不在人有他这中大来上个国到说们为子和你地出道也时要就下得可她看生里着去小手老天走门没好夜外内景日雨声笑问"
)
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF, 0x200B])
_CONTROLS = dict.fromkeys([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)])
_MOST_MARKS = 4


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was in: UTF-8, UTF-16, GB18030 or Windows-1252 (Latin-1).

    Newlines become `\\n`; control and direction-override characters go; more than four accents on one letter are cut.

    Raises:
        ScreenplayInvalid: EMPTY, TOO_LARGE, BINARY, WRONG_ENCODING.
    """
    refuse(data)
    text, encoding = _decoded(data)
    text = _tidy(text)
    if not text.strip():
        raise ScreenplayInvalid("EMPTY", "The screenplay is empty. Choose a file that has words in it.")
    return text, encoding


def refuse(data: bytes) -> None:
    """Raises ScreenplayInvalid for what cannot be a screenplay of any format: empty, too large, another kind of file."""
    if not data.strip(b" \t\r\n\x0c\xef\xbb\xbf"):
        raise ScreenplayInvalid("EMPTY", "The screenplay is empty. Choose a file that has words in it.")
    refuse_size(len(data))
    for magic, words in _OTHERS:
        if data.startswith(magic):
            raise ScreenplayInvalid("BINARY", f"This is {words}, not a screenplay. {_ADVICE}")
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise ScreenplayInvalid("WRONG_FORMAT", f"This is a web page, not a screenplay. {_ADVICE}")


def refuse_size(size: int) -> None:
    """Raises ScreenplayInvalid when so many bytes are no screenplay, before they are read."""
    if size > MOST_BYTES:
        raise ScreenplayInvalid(
            "TOO_LARGE",
            f"The file has {math.ceil(size / 1e5) / 10} MB; a screenplay of up to {MOST_BYTES // 1_000_000} MB can be imported "
            "(a feature film has about 0.3). Check that it is the right file, or import it in parts. Nothing was changed.",
        )


def is_xml(data: bytes) -> bool:
    """Whether the bytes begin as XML does, in any encoding."""
    head = data[:400].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith((b"<?xml", b"<FinalDraft", b"<!DOCTYPE", b"<!ENTITY", b"<svg"))


def is_fountain(text: str, name: str) -> bool:
    """Whether text is Fountain rather than plain text: by its extension, or by its cues and headings."""
    if name.lower().endswith((".fountain", ".spmd")):
        return True
    if re.match(r"\s{0,100}(title|credit|authors?|draft date)\s?:", text[:400], re.IGNORECASE):
        return True
    lines = text[:200_000].split("\n")
    blank, cues, marks = True, 0, 0
    for number, line in enumerate(lines):
        bare = line.strip()
        if bare and blank:
            follower = lines[number + 1].strip() if number + 1 < len(lines) else ""
            if (bare[0] == "@" and follower) or (bare[0] == "." and bare[1:2].isalnum() and is_heading(bare[1:])):
                marks += 1
            elif follower and not is_heading(bare) and is_cue(bare) and not is_heading(follower):
                cues += any(char.isupper() for char in bare)
        blank = not bare
    return cues + marks > 0


def language_of(text: str) -> str:
    """`"zh"` when Chinese characters carry the text, else `"en"`."""
    sample = text[:100_000]
    chinese = sum("\u3400" <= char <= "\u9fff" for char in sample)
    words = len(re.findall(r"[A-Za-z]+", sample))
    return "zh" if chinese > words else "en"


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strict(data, encoding), encoding.removesuffix("-sig")
    zeros = data[:4000].count(0)
    if zeros:
        half = len(data[:4000]) // 2
        even, odd = data[:4000:2].count(0), data[1:4000:2].count(0)
        if half and max(even, odd) > 0.3 * half and min(even, odd) < 0.05 * half:
            encoding = "utf-16-le" if odd > even else "utf-16-be"
            return _strict(data, encoding), encoding
        guess = _utf16_chinese(data)
        if guess:
            return guess
        raise ScreenplayInvalid("BINARY", f"This file holds binary data (zero bytes), not text. {_ADVICE}")
    if b"\x00" in data:
        raise ScreenplayInvalid("BINARY", f"This file holds binary data (zero bytes), not text. {_ADVICE}")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    controls = sum(data[:100_000].count(byte) for byte in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if controls > len(data[:100_000]) * 0.01:
        raise ScreenplayInvalid("BINARY", f"This file holds binary data, not text. {_ADVICE}")
    chinese = _gb18030(data)
    if chinese is not None:
        return chinese, "gb18030"
    if _looks_western(data):
        return data.decode("cp1252", errors="replace").replace("\ufffd", ""), "windows-1252"
    raise ScreenplayInvalid(
        "WRONG_ENCODING",
        "The text's encoding could not be told (it is not UTF-8, UTF-16, GB18030 or Windows-1252). "
        "Open it in a text editor, save it as UTF-8, and import that.",
    )


def _strict(data: bytes, encoding: str) -> str:
    if encoding.startswith("utf-16") and len(data) % 2:
        data = data[:-1]
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise ScreenplayInvalid(
            "WRONG_ENCODING",
            f"The file says it is {encoding.upper().removesuffix('-SIG')} but is damaged at byte {problem.start}. "
            "Open it in a text editor, save it as UTF-8, and import that.",
        ) from problem
    if "\x00" in text:
        raise ScreenplayInvalid("BINARY", f"This file holds binary data (zero bytes), not text. {_ADVICE}")
    return text


def _utf16_chinese(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark whose text is mostly Chinese has few zero bytes; its characters give it away."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data[: len(data) // 2 * 2].decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:20_000]
        usual = sum(char in _COMMON_ZH or char in "\n\r，。：！？" or " " <= char <= "z" for char in sample)
        if "\x00" not in text and usual > 0.2 * len(sample):
            return text, encoding
    return None


def _gb18030(data: bytes) -> str | None:
    """The text when it decodes as GB18030 into Chinese that people write, else None."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as problem:
        if problem.start < len(data) - 3:  # a file cut in the middle of its last character is still Chinese
            return None
        text = data[: problem.start].decode("gb18030")
    chinese = [char for char in text[:50_000] if char > "\x7f"]
    if not chinese:
        return None
    usual = sum(char in _COMMON_ZH or char in "，。：！？“”（）、…—《》；　" for char in chinese)
    plain = sum("\u4e00" <= char <= "\u9fa5" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" for char in chinese)
    return text if usual >= 0.08 * len(chinese) and plain >= 0.75 * len(chinese) else None


def _looks_western(data: bytes) -> bool:
    """Latin letters with some accents: high bytes are few and most stand beside letters or are typographic marks."""
    sample = data[:100_000]
    high = sum(byte >= 0x80 for byte in sample)
    letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 or byte in b" \n\r\t" for byte in sample)
    return high <= 0.25 * len(sample) and letters >= 0.5 * len(sample)


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\x85", "\n").translate(_CONTROLS).translate(_BIDI).replace("\u00a0", " ")
    if not text.isascii():
        text = _fewer_marks(text)
        text = "".join(char if not "\ud800" <= char <= "\udfff" else "\ufffd" for char in text)
        text = unicodedata.normalize("NFC", text)
    if len(text) > MOST_TEXT:
        raise ScreenplayInvalid(
            "TOO_LARGE",
            f"The screenplay has {len(text) / 1e6:.1f} million characters; up to {MOST_TEXT // 1_000_000} million can be "
            "imported (a feature film has about 0.2). Check that it is the right file, or import it in parts.",
        )
    return text


def _fewer_marks(text: str) -> str:
    """At most four combining marks after a letter, so that nothing climbs over the lines above it."""
    out: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if char > "\u02ff" and unicodedata.combining(char) else 0
        if run <= _MOST_MARKS:
            out.append(char)
    return "".join(out)
