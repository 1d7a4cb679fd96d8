"""Every element of Fountain 1.1 is read as its specification says."""

# ruff: noqa: E501 - scripts are easier to read on one line

from storyboard.screenplay import Kind, read
from storyboard.screenplay.model import Element, Screenplay, Span


def parse(text: str) -> Screenplay:
    return read(text.encode(), "script.fountain")


def kinds(text: str) -> list[tuple[str, str]]:
    return [(element.kind.value, element.text) for element in parse(text).elements]


def only(text: str, kind: Kind) -> Element:
    return next(element for element in parse(text).elements if element.kind is kind)


def test_title_page_with_several_lines_and_emphasis() -> None:
    page = parse(
        "Title:\n\t_**BRICK & STEEL**_\n\tFULL RETIRED\nCredit: Written by\nAuthor: Stu\nDraft date: 1/27/2012\n\nHello."
    ).title_page
    assert page == {
        "title": ("BRICK & STEEL", "FULL RETIRED"),
        "credit": ("Written by",),
        "author": ("Stu",),
        "draft date": ("1/27/2012",),
    }
    assert parse("Title: A\n\nB").title == "A"


def test_a_first_line_with_a_colon_is_no_title_page() -> None:
    assert kinds("She thinks: why?\n\nNobody knows.")[0] == ("action", "She thinks: why?")
    assert kinds("FADE IN:\n\nA RIVER.")[0] == ("action", "FADE IN:")


def test_scene_headings_in_all_their_forms() -> None:
    for heading in (
        "INT. HOUSE - DAY",
        "ext. brick's pool - day",
        "EST. CITY",
        "INT./EXT. CAR - NIGHT",
        "INT/EXT CAR",
        "I/E CAR - DAY",
        "EXT/INT. SHACK",
        "INT HOUSE",
    ):
        assert kinds(f"Before.\n\n{heading}\n\nAfter.")[1] == ("scene_heading", heading), heading
    assert kinds("Interesting things happen.")[0][0] == "action"
    assert kinds("Some action\nINT. HOUSE - DAY\nmore")[0][0] == "action"  # no blank line before: part of the paragraph


def test_forced_heading_but_not_an_ellipsis() -> None:
    assert kinds(".SNIPER SCOPE POV\n\nSee.")[0] == ("scene_heading", "SNIPER SCOPE POV")
    assert only(".SNIPER SCOPE POV\n\nSee.", Kind.SCENE_HEADING).forced
    assert kinds("...and then nothing.")[0][0] == "action"


def test_scene_numbers() -> None:
    for number in ("1", "1A", "1a", "I-1-A", "110A.", "4-2"):
        element = only(f"INT. HOUSE - DAY #{number}#\n\nA.", Kind.SCENE_HEADING)
        assert (element.text, element.number) == ("INT. HOUSE - DAY", number)


def test_action_keeps_its_lines_and_indentation() -> None:
    assert kinds("He waits.\n\n\tAn indented note:\n\t  Come back.\n")[1][1] == "    An indented note:\n      Come back."
    assert kinds("!SCANNING THE AISLES...\nWhere is that man?")[0] == ("action", "SCANNING THE AISLES...\nWhere is that man?")


def test_characters_and_dialogue() -> None:
    text = "STEEL\nThe man's a myth!\n\nHANS (on the radio)\nWhat was it you said?\n\nR2D2\nBeep.\n\n23\nNot a name.\n\nNOBODY ANSWERS\n\nEnd."
    speeches = list(parse(text).speeches())
    assert [(one.character, one.extension, one.words) for one in speeches] == [
        ("STEEL", "", "The man's a myth!"),
        ("HANS", "on the radio", "What was it you said?"),
        ("R2D2", "", "Beep."),
    ]
    assert ("action", "NOBODY ANSWERS") in kinds(text)


def test_forced_character_keeps_its_letters() -> None:
    assert next(parse("@McCLANE\nYippie ki-yay!").speeches()).character == "McCLANE"


def test_parentheticals_between_lines() -> None:
    text = "STEEL\n(starting the engine)\nSo much for retirement!\n(beat)\nDrive."
    assert [element.kind for element in parse(text).elements] == [
        Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.DIALOGUE,
    ]  # fmt: skip
    speech = next(parse(text).speeches())
    assert (speech.manner, speech.words) == ("starting the engine; beat", "So much for retirement!\nDrive.")
    assert next(parse("@小雨\n（低声）\n走吧。").speeches()).manner == "低声"


def test_two_spaces_hold_a_speech_together() -> None:
    assert next(parse("DEALER\nTen.\nFour.\n  \nHit or stand?").speeches()).words == "Ten.\nFour.\n\nHit or stand?"
    assert kinds("DEALER\nTen.\n\nHit or stand?")[-1][0] == "action"


def test_dual_dialogue() -> None:
    text = "BRICK\n(low)\nScrew retirement.\n\nSTEEL ^\nScrew retirement.\n\nBRICK\nYes."
    assert [(one.character, one.side) for one in parse(text).speeches()] == [("BRICK", "left"), ("STEEL", "right"), ("BRICK", "")]
    assert [(one.character, one.side) for one in parse("Action.\n\nSTEEL ^\nAlone.").speeches()] == [("STEEL", "")]


def test_lyrics() -> None:
    assert kinds("~Willy Wonka! Willy Wonka!\n~The amazing chocolatier!") == [
        ("lyrics", "Willy Wonka! Willy Wonka!"), ("lyrics", "The amazing chocolatier!"),
    ]  # fmt: skip
    assert next(parse("WILLY\n~La la").speeches()).lyrics


def test_transitions_and_how_to_avoid_them() -> None:
    assert kinds("A.\n\nCUT TO:\n\nB.")[1] == ("transition", "CUT TO:")
    assert kinds("A.\n\n> Burn to White.\n\nB.")[1] == ("transition", "Burn to White.")
    assert kinds("A.\n\nCUT TO: \n\nB.")[1] == ("transition", "CUT TO:")
    assert kinds("A.\n\nHe says CUT TO:\n\nB.")[1][0] == "action"


def test_centred_text() -> None:
    assert kinds("> THE END <")[0] == ("centered", "THE END")
    assert kinds("> BRICK BRADDOCK <\n> & DICK STEEL IN <") == [("centered", "BRICK BRADDOCK"), ("centered", "& DICK STEEL IN")]


def test_emphasis_is_taken_off_and_kept_as_spans() -> None:
    element = parse("From _Steel's face FILLS the *Leupold Mark 4* scope_.").elements[0]
    assert element.text == "From Steel's face FILLS the Leupold Mark 4 scope."
    assert Span(5, 48, "underline") in element.spans
    assert Span(28, 42, "italic") in element.spans
    both = parse("***Both*** and **bold** and *it*").elements[0]
    assert both.text == "Both and bold and it"
    assert {(one.start, one.end, one.style) for one in both.spans} == {
        (0, 4, "bold"),
        (0, 4, "italic"),
        (9, 13, "bold"),
        (18, 20, "italic"),
    }


def test_marks_that_are_no_emphasis() -> None:
    for text, plain in (
        (r"Steel enters the code: \*9765\*", "Steel enters the code: *9765*"),
        ("He dialed *69 and then 5 * 3", "He dialed *69 and then 5 * 3"),
        ("As he *rattles off\nthe long* list", "As he *rattles off\nthe long* list"),
        ("____ and a snake_case", "____ and a snake_case"),
    ):
        assert parse(text).elements[0].text == plain


def test_notes_leave_the_text_and_stay_in_the_screenplay() -> None:
    text = "INT. CAR [[which one?]]\n\nHe drives[[Should he?\nNo.]] on.\n\n[[A note\n  \nwith an empty line.]]\n\nANNA\n[[whisper]]\nHello."
    screenplay = parse(text)
    notes = [element.text for element in screenplay.elements if element.kind is Kind.NOTE]
    assert notes == ["which one?", "Should he?\nNo.", "A note\n  \nwith an empty line.", "whisper"]
    assert screenplay.headings == ["INT. CAR"]
    assert next(screenplay.speeches()).words == "Hello."
    assert ("action", "He drives\n on.") in kinds(text)


def test_a_note_across_an_empty_line_is_text() -> None:
    assert "[[not a note" in kinds("Well [[not a note\n\nand no end]] here.")[0][1]


def test_boneyard() -> None:
    text = "INT. HOUSE - DAY\n\nOne./* gone\n\nINT. CUT - DAY\n\nall of it */ Two.\n\n/*\nEXT. ALSO CUT - DAY\n*/\n\nThree /* but not this"
    screenplay = parse(text)
    assert screenplay.headings == ["INT. HOUSE - DAY"]
    assert [element.text for element in screenplay.elements[1:]] == ["One.\n Two.", "Three /* but not this"]
    assert screenplay.elements[2].line == 13


def test_sections_synopses_and_page_breaks() -> None:
    elements = parse("# Act One\n\n## Sequence\n\n= They meet.\n\nINT. A - DAY\n\nx\n\n===\n\ny").elements
    assert [(one.kind.value, one.text, one.depth) for one in elements] == [
        ("section", "Act One", 1), ("section", "Sequence", 2), ("synopsis", "They meet.", 0), ("scene_heading", "INT. A - DAY", 0),
        ("action", "x", 0), ("page_break", "", 0), ("action", "y", 0),
    ]  # fmt: skip


def test_line_numbers_count_in_the_file() -> None:
    assert [element.line for element in parse("Title: T\n\nINT. A - DAY\n\nOne.\n\nANNA\nHi.\n").elements] == [3, 5, 7, 8]


def test_chinese_fountain_with_and_without_forcing() -> None:
    forced = parse(".外景 码头 黎明\n\n雾很大。\n\n@小雨\n你好。")
    plain = parse("外景 码头 黎明\n\n雾很大。\n\n小雨\n你好。")
    for screenplay in (forced, plain):
        assert [element.kind for element in screenplay.elements] == [
            Kind.SCENE_HEADING,
            Kind.ACTION,
            Kind.CHARACTER,
            Kind.DIALOGUE,
        ]
        assert screenplay.language == "zh"
