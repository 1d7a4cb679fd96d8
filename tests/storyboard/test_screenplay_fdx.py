"""Final Draft files give the same elements as Fountain, and none can reach outside itself."""

# ruff: noqa: E501 - scripts are easier to read on one line

from xml.sax.saxutils import escape

import pytest

from storyboard.screenplay import Kind, ScreenplayInvalid, read


def fdx(*paragraphs: tuple[str, str], inside: str = "", after: str = "") -> bytes:
    body = "".join(f'<Paragraph Type="{kind}"><Text>{escape(text)}</Text></Paragraph>' for kind, text in paragraphs)
    return f'<?xml version="1.0" encoding="UTF-8"?><FinalDraft DocumentType="Script"><Content>{body}{inside}</Content>{after}</FinalDraft>'.encode()


def test_paragraphs_become_elements() -> None:
    screenplay = read(
        fdx(
            ("Scene Heading", "INT. CAFÉ - DAY"), ("Action", "Rain."), ("Character", "ANNA (V.O.)"), ("Parenthetical", "(low)"),
            ("Dialogue", "Hello."), ("Transition", "CUT TO:"), ("Shot", "CLOSE ON A CUP"), ("General", "x"), ("New Act", "ACT TWO"), ("Action", "  "),
        )
    )  # fmt: skip
    assert [element.kind.value for element in screenplay.elements] == [
        "scene_heading", "action", "character", "parenthetical", "dialogue", "transition", "action", "action", "section",
    ]  # fmt: skip
    assert screenplay.format == "fdx"
    speech = next(screenplay.speeches())
    assert (speech.character, speech.extension, speech.manner, speech.words) == ("ANNA", "V.O.", "low", "Hello.")


def test_styles_centring_numbers_notes_and_summaries() -> None:
    inside = (
        '<Paragraph Type="Scene Heading" Number="12A"><SceneProperties><Summary><Paragraph><Text>They meet.</Text></Paragraph></Summary>'
        "</SceneProperties><Text>EXT. PIER - DAWN</Text></Paragraph>"
        '<Paragraph Type="Action"><Text>A </Text><Text Style="Bold+Italic">red</Text><Text> boat</Text>'
        "<ScriptNote><Paragraph><Text>whose?</Text></Paragraph></ScriptNote></Paragraph>"
        '<Paragraph Alignment="Center" Type="Action" StartsNewPage="Yes"><Text Style="AllCaps">The end</Text></Paragraph>'
    )
    elements = read(fdx(inside=inside)).elements
    assert [(one.kind.value, one.text, one.number) for one in elements] == [
        ("scene_heading", "EXT. PIER - DAWN", "12A"), ("synopsis", "They meet.", ""), ("action", "A red boat", ""), ("note", "whose?", ""),
        ("page_break", "", ""), ("centered", "THE END", ""),
    ]  # fmt: skip
    assert {(span.start, span.end, span.style) for span in elements[2].spans} == {(2, 5, "bold"), (2, 5, "italic")}


def test_dual_dialogue() -> None:
    inside = (
        '<Paragraph><DualDialogue><Paragraph Type="Character"><Text>A</Text></Paragraph><Paragraph Type="Dialogue"><Text>One</Text></Paragraph>'
        '<Paragraph Type="Character"><Text>B</Text></Paragraph><Paragraph Type="Dialogue"><Text>Two</Text></Paragraph></DualDialogue></Paragraph>'
    )
    assert [(one.character, one.side, one.words) for one in read(fdx(inside=inside)).speeches()] == [
        ("A", "left", "One"),
        ("B", "right", "Two"),
    ]


def test_title_page() -> None:
    page = "<TitlePage><Content>" + "".join(
        f'<Paragraph Type="General"><Text>{line}</Text></Paragraph>' for line in ("", "Big Fish", "written by", "John August", "Contact: x@y.z")
    ) + "</Content></TitlePage>"  # fmt: skip
    screenplay = read(fdx(("Action", "x"), after=page))
    assert screenplay.title == "Big Fish"
    assert screenplay.title_page["author"] == ("John August",)


def test_a_heading_left_as_action_is_a_heading() -> None:
    assert read(fdx(("Action", "EXT/INT. SWAMP SHACK - DAY"), ("Action", "x"))).headings == ["EXT/INT. SWAMP SHACK - DAY"]


BILLION = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd">'


@pytest.mark.parametrize("head", [BILLION, OUTSIDE, REMOTE])
def test_entities_and_document_types_are_refused(head: str) -> None:
    data = f'<?xml version="1.0"?>{head}<FinalDraft><Content><Paragraph Type="Action"><Text>&b;&file;</Text></Paragraph></Content></FinalDraft>'
    with pytest.raises(
        ScreenplayInvalid, match=r"can reach outside the file, so it was not opened. Open it in Final Draft, save it again"
    ) as raised:
        read(data.encode(), "evil.fdx")
    assert raised.value.code == "UNSAFE_XML"


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (fdx(("Action", "x"))[:-20], "BAD_XML", r"damaged \(line 1, column \d+\)"),
        (b'<?xml version="1.0" encoding="utf-99"?><FinalDraft/>', "BAD_XML", "damaged"),
        (b"<?xml version='1.0'?><html><body/></html>", "WRONG_FORMAT", "begins with <html>"),
        (b"<?xml version='1.0'?><FinalDraft/>", "WRONG_FORMAT", "not a Final Draft script"),
        (fdx(), "EMPTY", "no scenes, action or dialogue"),
    ],
)
def test_damaged_and_foreign_xml(data: bytes, code: str, words: str) -> None:
    with pytest.raises(ScreenplayInvalid, match=words) as raised:
        read(data, "x.fdx")
    assert raised.value.code == code


def test_very_deep_xml_does_no_harm() -> None:
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    assert read(fdx(("Action", "x")).replace(b"</Content>", deep + b"</Content>")).elements[0].text == "x"


def test_utf16_fdx() -> None:
    data = fdx(("Action", "雾")).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert read(data).elements[0].kind is Kind.ACTION
    assert read(data).elements[0].text == "雾"
