"""Who is in the film: names from cues and introductions, the same person under several names, and who a sentence means."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from storyboard.screenplay.describing import age_in, describe, gender_in
from storyboard.screenplay.errors import ScreenplayInvalid
from storyboard.screenplay.model import Element, Kind, Screenplay, split_cue
from storyboard.screenplay.sentences import CHINESE, sentences
from storyboard.screenplay.unnamed import called, first_names, persons

MOST = 2_000
_INTRO = re.compile(r"\b([A-Z][A-Z'’.\-]+(?: [A-Z][A-Z'’.\-]+){0,3})(?=\s*\(|,)")
_INTRO_ZH = re.compile(r"(?:^|[，。；！？\s])([\u4e00-\u9fff]{2,4})[（(](?=[^（）()]{0,40}(?:岁|男|女|穿|[0-9]{1,2}[，,）)]))")
_PERSONAL = re.compile(
    r"\b(?:\d{1,2}|\d0'?s|teen|twenties|thirties|forties|fifties|sixties|seventies|eighties|old|young|coat|raincoat|sweater|hair|beard|dress|shirt|jacket|hat|man|"
    r"woman|girl|boy)\b|岁",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\s+(?:AND|and|And|WITH)\s+|\s*[&/、,，]\s*|和|与")
_DIFFERENT = {
    "young",
    "old",
    "little",
    "senior",
    "junior",
    "older",
    "younger",
    "teen",
    "teenage",
    "adult",
    "baby",
    "mrs",
    "mrs.",
    "grown-up",
    "on",
    "angle",
    "back",
    "to",
    "with",
    "close",
    "shot",
}
_PRONOUN = re.compile(
    r"\b(she|her|he|him|his|they|them|both|the two|together|each other|the (?:men|women|couple|pair|girls|boys|friends))\b|她们|他们|两人|二人|俩|她|他",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-zÀ-ɏ][\w'’.\-]*")
_HONORIFICS = {"MR", "MS", "DR", "ST", "MRS"}
_GROUPS = {"all", "both", "everyone", "everybody", "crowd", "together", "众人", "所有人", "大家", "齐声", "两人"}
_UNSEEN = {"narrator", "voice", "v.o.", "旁白", "画外音", "声音", "解说", "announcer", "广播", "radio", "loudspeaker"}
_EXTENSION_ZH = re.compile(r"画外音?|旁白|内心|电话")


@dataclass
class Member:
    """One character while the script is read."""

    name: str
    forms: set[str] = field(default_factory=set)  # as written in the script
    aliases: dict[str, None] = field(default_factory=dict)
    description: str = ""
    gender: str = ""
    around: str = ""


class Cast:
    """Every character, and the way from words to them. Names are matched as written, in capitals, or in title case."""

    def __init__(self, screenplay: Screenplay) -> None:
        self.members: dict[str, Member] = {}
        self._cues: dict[str, tuple[str, ...]] = {}
        self._latin: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._chinese: dict[str, list[tuple[str, str]]] = {}
        self._read_cues(screenplay.elements)
        self._read_introductions(screenplay.elements)
        if screenplay.format == "prose" or not self.members:
            self._read_unnamed([one.text for one in screenplay.elements if one.kind is Kind.ACTION])
        if len(self.members) > MOST:
            raise ScreenplayInvalid(
                "TOO_LONG",
                f"The screenplay has {len(self.members):,} different speaking names; up to {MOST:,} can be imported. "
                "Check that character cues are names and that dialogue is not written in capitals.",
            )
        self._index()
        self._describe(screenplay.elements)

    def speakers(self, cue: str) -> tuple[str, ...]:
        """The names behind a cue: one, or several for `ANNA AND TOM`."""
        return self._cues.get(_key(split_cue(cue)[0]), ())

    def find(self, text: str) -> list[str]:
        """The characters named in the text, each once, in order."""
        found: dict[str, None] = {}
        words = [(match[0], match.start()) for match in _WORD.finditer(text)]
        spots: list[tuple[int, str]] = []
        at = 0
        while at < len(words):
            best: tuple[tuple[str, ...], str] | None = None
            for form, name in self._latin.get(_bare(words[at][0]), ()):
                fits = len(form) + at <= len(words) and all(_bare(words[at + i][0]) == part for i, part in enumerate(form))
                if fits and (best is None or len(form) > len(best[0])):
                    best = (form, name)
            if best:
                spots.append((words[at][1], best[1]))
                at += len(best[0])
            else:
                at += 1
        if self._chinese:
            for index, char in enumerate(text):
                for written, name in self._chinese.get(char, ()):
                    if text.startswith(written, index):
                        spots.append((index, name))
                        break
        for _, name in sorted(spots):
            found[name] = None
        return list(found)

    def meant(self, text: str, before: Iterable[str]) -> list[str]:
        """`find`, and whoever a pronoun means among those seen `before` (the latest last)."""
        names = self.find(text)
        recent = [name for name in before if name not in names]
        for match in _PRONOUN.finditer(text):
            word = match[0].lower()
            if word.startswith(("they", "them", "both", "the ", "together", "each ", "他们", "她们", "两人", "二人", "俩")):
                names += [name for name in recent[-2:] if name not in names] if len(names) < 2 else []
            elif word in ("she", "her", "他", "她", "he", "him", "his"):
                wanted = "woman" if word in ("she", "her", "她") else "man"
                if any(self.members[name].gender == wanted for name in names):
                    continue
                fits = [name for name in recent if self.members[name].gender == wanted and name not in names]
                loose = [name for name in recent if self.members[name].gender == "" and name not in names]
                if fits or (loose and not names):
                    names.append((fits or loose)[-1])
        return names

    def is_unseen(self, name: str, extension: str) -> bool:
        """Whether a line is heard without its speaker: V.O., O.S., a narrator."""
        upper = extension.upper().replace(" ", "")
        voice = any(mark in upper for mark in ("V.O", "VO", "O.S", "O.C", "OFF", "FILTER", "ONPHONE", "ONRADIO"))
        return voice or bool(_EXTENSION_ZH.search(extension)) or name.lower() in _UNSEEN

    def _read_cues(self, elements: Iterable[Element]) -> None:
        cues = [split_cue(element.text)[0] for element in elements if element.kind is Kind.CHARACTER]
        singles: dict[str, str] = {}
        for cue in cues:
            singles.setdefault(_key(cue), cue)
        for key, cue in singles.items():
            parts = [part for part in _TOGETHER.split(cue) if part and part.strip()]
            if len(parts) > 1 and all(_key(part) in singles for part in parts):
                continue
            if key and key not in _GROUPS:
                name = display(cue)
                self.members.setdefault(name, Member(name)).forms.add(cue)
                self._cues[key] = (name,)
        for key, cue in singles.items():
            if key not in self._cues:
                parts = _TOGETHER.split(cue)
                self._cues[key] = tuple(dict.fromkeys(one for part in parts for one in self._cues.get(_key(part), ())))

    def _read_introductions(self, elements: Iterable[Element]) -> None:
        """Names in capitals followed by a bracket or by age and clothes; joined to the cue they are the long form of."""
        owners: dict[str, set[str]] = {}
        for member in self.members.values():
            for word in member.name.lower().split():
                owners.setdefault(word, set()).add(member.name)
        for element in elements:
            if element.kind is not Kind.ACTION and not (element.kind is Kind.NOTE and element.forced):
                continue
            for match in _INTRO_ZH.finditer(element.text):
                if match[1] not in self.members:
                    self.members[match[1]] = Member(match[1], {match[1]})
            for match in _INTRO.finditer(element.text):
                written = match[1].strip(".'’-")
                rest = element.text[match.end() : match.end() + 80].lstrip()
                name = display(written)
                if name in self.members or len(written) < 2 or self._speaking(written):
                    continue
                about = rest[1:].partition(")")[0] if rest.startswith("(") else rest.split(",")[1] if rest.count(",") else ""
                tokens = name.lower().split()
                same = [owner for owner in set().union(*(owners.get(word, set()) for word in tokens)) if _part_of(owner, tokens)]
                if len(same) == 1:
                    self.members[same[0]].forms.add(written)
                    self.members[same[0]].aliases[name] = None
                elif not same and not set(tokens) & {"on", "angle", "shot", "close", "back"} and _PERSONAL.search(about):
                    self.members[name] = Member(name, {written})

    def _read_unnamed(self, texts: list[str]) -> None:
        """Names and kinds of people in prose; somebody who speaks as "Fisherman" is the fisherman of the text."""
        for name, noun in called(texts).items():
            member = self.members.setdefault(name, Member(name))
            member.forms |= {name, noun}
            member.gender = member.gender or gender_in("", noun)
        for name in first_names(texts):
            if not any(
                name in member.name.split() or (name in member.name and CHINESE.search(name)) for member in self.members.values()
            ):
                self.members[name] = Member(name, {name})
        for name, (noun, said) in persons(texts).items():
            known = next(
                (one for one in self.members.values() if one.name.lower() in (noun, name.lower()) or noun in one.forms), None
            )
            member = known or self.members.setdefault(name, Member(name))
            member.forms |= {noun}
            member.description = member.description or said
            member.gender = member.gender or gender_in(name, said)

    def _speaking(self, written: str) -> bool:
        return _key(written) in self._cues

    def _index(self) -> None:
        for member in self.members.values():
            for form in {*member.forms, *member.aliases, member.name}:
                if CHINESE.search(form):
                    self._chinese.setdefault(form[0], []).append((form, member.name))
                    continue
                for shape in {form, form.upper(), display(form)}:
                    words = tuple(_bare(match[0]) for match in _WORD.finditer(shape))
                    if words:
                        self._latin.setdefault(words[0], []).append((words, member.name))
        for forms in self._chinese.values():
            forms.sort(key=lambda one: -len(one[0]))

    def _describe(self, elements: Iterable[Element]) -> None:
        """Looks from the first three sentences that name somebody; sex also from the pronouns that follow."""
        mentions: dict[str, int] = {}
        waiting = {name for name, member in self.members.items()}
        for element in elements:
            if element.kind is not Kind.ACTION and not (element.kind is Kind.NOTE and element.forced):
                continue
            if not waiting:
                break
            parts = sentences(element.text)
            for number, sentence in enumerate(parts):
                names = self.find(sentence)
                for name in names:
                    if name not in waiting:
                        continue
                    member = self.members[name]
                    mentions[name] = mentions.get(name, 0) + 1
                    after = parts[number + 1] if number + 1 < len(parts) else ""
                    if not member.description:
                        start, end = self._span(sentence, member)
                        member.description = describe(sentence, start, end, after if len(names) == 1 else "")
                    if len(names) == 1:
                        member.around += f" {sentence} {after if not self.find(after) else ''}"[:400]
                    if mentions[name] >= (3 if member.description else 8):
                        waiting.discard(name)
        for name, member in self.members.items():
            member.gender = member.gender or gender_in(name, member.description, member.around)

    def _span(self, sentence: str, member: Member) -> tuple[int, int]:
        shapes = {
            shape for form in {*member.forms, *member.aliases, member.name} for shape in (form, form.upper(), display(form))
        }
        for form in sorted(shapes, key=len, reverse=True):
            at = sentence.find(form)
            if at >= 0:
                return at, at + len(form)
        return 0, 0

    def age(self, name: str) -> str:
        """As the script says it, or ""."""
        member = self.members[name]
        return age_in(member.description) or age_in(
            name if name.split()[0].lower() in _DIFFERENT or len(name.split()) > 1 else ""
        )


def display(written: str) -> str:
    """A name as a person would write it: `ANNA` → `Anna`, `McCLANE` and Chinese as they are."""
    written = " ".join(written.split())[:120]
    if any(char.islower() for char in written):
        return written

    def word(text: str) -> str:
        if len(text) <= 3 and text.isalpha() and not re.search("[AEIOUY]", text) and text not in _HONORIFICS:
            return text  # initials: JJ, TV
        return re.sub(r"[^\W\d_]+", lambda match: match[0][0] + match[0][1:].lower(), text)

    return re.sub(r"(?<=['’])S\b", "s", " ".join(word(part) for part in written.split(" ")))


def _key(cue: str) -> str:
    return " ".join(cue.lower().replace("’", "'").split())


def _bare(word: str) -> str:
    """A word without the possessive and the full stop that ends a sentence."""
    word = word.replace("’", "'").rstrip(".-'")
    return word[:-2] if word.endswith(("'s", "'S")) else word


def _part_of(owner: str, tokens: list[str]) -> bool:
    mine = owner.lower().split()
    return set(mine) <= set(tokens) and not (set(tokens) - set(mine)) & _DIFFERENT
