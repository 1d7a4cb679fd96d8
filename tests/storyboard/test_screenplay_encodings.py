"""Whatever a text was saved as, it is read or refused with words that help."""

# ruff: noqa: E501 - scripts are easier to read on one line

import pytest

from storyboard.screenplay import ScreenplayInvalid, detect, read

CHINESE = (
    "外景 码头 黎明\n\n雾气笼罩着水面。小雨走在码头上，手里拿着一只纸船。\n\n小雨：今天的船会来吗？\n老陈（低声）：会来的，我们等着吧。\n"
    * 3
)
WESTERN = "INT. CAFÉ - DAY\n\nRenée is naïve — “très chic”, he says. It costs 5 £.\n\nRENÉE\nDéjà vu, señor?\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"), ("gbk", "gb18030"),
    ],
)  # fmt: skip
def test_chinese_in_every_encoding(encoding: str, name: str) -> None:
    screenplay = read(CHINESE.encode(encoding), "码头.txt")
    assert screenplay.encoding == name
    assert screenplay.language == "zh"
    assert [(one.character, one.words) for one in screenplay.speeches()][:2] == [
        ("小雨", "今天的船会来吗？"),
        ("老陈", "会来的，我们等着吧。"),
    ]


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8", "utf-8"), ("cp1252", "windows-1252"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le")]
)
def test_western_in_every_encoding(encoding: str, name: str) -> None:
    screenplay = read(WESTERN.encode(encoding))
    assert (screenplay.encoding, screenplay.language) == (name, "en")
    assert next(screenplay.speeches()).words == "Déjà vu, señor?"


def test_latin_1_is_its_superset() -> None:
    assert next(read("RENÉE\nDéjà vu, señor?".encode("latin-1"), "x.fountain").speeches()).character == "RENÉE"


def test_line_ends_of_every_system() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert [one.words for one in read(WESTERN.replace("\n", end).encode()).speeches()] == ["Déjà vu, señor?"]


def refused(data: bytes, name: str = "x.txt") -> tuple[str, str]:
    with pytest.raises(ScreenplayInvalid) as raised:
        read(data, name)
    return raised.value.code, raised.value.message


def test_empty() -> None:
    for data in (b"", b" \r\n\t ", b"\xef\xbb\xbf", "\u200b\n".encode()):
        assert refused(data) == ("EMPTY", "The screenplay is empty. Choose a file that has words in it.")
    code, words = refused(b"Title: Only a title\n")
    assert (code, "only a title page" in words) == ("EMPTY", True)


def test_fifty_megabytes() -> None:
    code, words = refused(b"INT. A - DAY\n\nHello there.\n\n" * 1_900_000)
    assert code == "TOO_LARGE"
    assert words.startswith("The file has 53.2 MB; a screenplay of up to 8 MB can be imported")


def test_too_much_text_and_too_many_paragraphs() -> None:
    assert refused(b"All work and no play. " * 300_000)[0] == "TOO_LARGE"
    assert refused(b"x\n\n" * 400_000)[0] == "TOO_LONG"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "This is a PDF, not a screenplay. Export it as Fountain, Final Draft (.fdx) or plain text (UTF-8)"),
        (b"PK\x03\x04....", "a Word, Highland or Fade In document"),
        (b"{\\rtf1 hello}", "rich text (RTF)"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (bytes(range(256)) * 40, "binary data"),
        (b"hello" + b"\x00" * 5000, "binary data"),
        (b"text and then a zero \x00 in the middle " * 200, "binary data"),
        (b"INT. A\n" * 2000 + b"\x00", "binary data"),
    ],
)
def test_binary_files(data: bytes, words: str) -> None:
    code, message = refused(data)
    assert code == "BINARY"
    assert words in message


def test_an_encoding_that_cannot_be_told() -> None:
    code, words = refused("Сцена первая. Чайка кричит над морем.".encode("koi8-r") * 20)
    assert code == "WRONG_ENCODING"
    assert "save it as UTF-8" in words


def test_a_damaged_mark_is_named() -> None:
    code, words = refused(b"\xef\xbb\xbfhello \xff\xfe\xfd world")
    assert (code, "UTF-8 but is damaged at byte" in words) == ("WRONG_ENCODING", True)


def test_direction_overrides_controls_and_towers_of_accents_go() -> None:
    text, _ = detect.decode("A\u202eB\u2066C\u0007D e".encode() + "\u0301".encode() * 5000 + b"\n\xe2\x80\x8f!")
    assert text.startswith("ABCD é")
    assert len(text) < 20


def test_a_name_is_only_words() -> None:
    from fractions import Fraction

    from storyboard.screenplay import break_down

    for name in ("../../etc/passwd", "C:\\Windows\\system32\\script.fountain", "/dev/zero", "a\x00b.txt", "x" * 5000):
        screenplay = read(b"Anna waits.", name)
        assert break_down(screenplay, rate=Fraction(24)).title in ("passwd", "script", "zero", "ab", "x" * 299 + "…")
    titled = break_down(read(b"Title: ../../etc/passwd\n\nAnna waits.", "x.fountain"), rate=Fraction(24))
    assert titled.title == "../../etc/passwd"
