"""Speech inside prose: what is said between quotation marks, by whom, and how."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from dataclasses import dataclass

from storyboard.screenplay.describing import gender_in

_QUOTE = re.compile(r"“([^“”]{1,4000})”|\"([^\"]{1,4000})\"|「([^「」]{1,4000})」|«([^«»]{1,4000})»")
_SAYS = (
    r"(?:said|says|asked|asks|whispered|whispers|replied|replies|answered|answers|shouted|shouts|cried|cries|called|calls|muttered|"
    r"mutters|murmured|murmurs|added|adds|laughed|laughs|continued|continues|sighed|sighs|yelled|yells|exclaimed|begged|growled|snapped)"
)
_WHO = r"((?:[A-Z][\w'’.-]{0,20}(?: [A-Z][\w'’-]{0,20}){0,2})|(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir) (?:[a-z]{1,12} ){0,2}[a-z]{2,15}|[Hh]e|[Ss]he|[Tt]hey|I)"
_AFTER = re.compile(rf"^\s*,?\s*(?:({_SAYS})\s+{_WHO}|{_WHO}\s+(?:[a-z]+ly\s+)?({_SAYS}))\b")
_BEFORE = re.compile(rf"(?:^|[.!?,;]\s+|\s){_WHO}\s+(?:[a-z]+ly\s+)?({_SAYS})(?:\s+[a-z]+ly)?\s*[,:]?\s*$")
_AND_SAYS = re.compile(rf"\s*,?\s*\b(?:and|then|but)\s+(?:[a-z]+ly\s+)?({_SAYS})\s*[,:]?\s*$")
_SUBJECT = re.compile(
    r"\b([A-Z][a-z]{1,20})\b(?!\s(?:Street|Road|Station|Hall))|(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]{2})?([老小阿][\u4e00-\u9fff])"
)
_NOT_NAMES_ZH = {"老人", "老板", "老师", "小时", "小心", "小声", "小孩", "小女", "小男", "小船", "小路", "小镇", "小屋", "老旧"}
_SAYS_ZH = r"(?:说道|问道|答道|喊道|叫道|笑道|说|道|问|答|喊|叫|回答|嘟囔|嘀咕|反问|感叹|低语)"
_HOW_ZH = r"(?:轻声地?|低声地?|大声地?|小声地?|笑着|哭着|冷冷地|[\u4e00-\u9fff]{1,4}地|又|突然|连忙|忙|抬头|点点头|摇摇头)"
_AFTER_ZH = re.compile(rf"^[，,]?([\u4e00-\u9fff]{{1,4}}?)({_HOW_ZH}?){_SAYS_ZH}(?:[。，！？]|$)")
_BEFORE_ZH = re.compile(
    rf"(?:^|[。，！？；\s”])([\u4e00-\u9fff]{{1,4}}?)((?:{_HOW_ZH}){{0,2}})(?:对[\u4e00-\u9fff]{{1,4}}?)?{_SAYS_ZH}[：:，,]?\s*$"
)
_PRONOUNS = {"he", "she", "they", "i", "他", "她", "他们", "她们", "我", "它"}
_MANNERS = {
    "whisper": "whispering", "shout": "shouting", "cri": "crying out", "cry": "crying out", "mutter": "muttering",
    "murmur": "murmuring", "laugh": "laughing", "sigh": "sighing", "yell": "yelling", "beg": "begging", "growl": "growling",
    "snap": "sharply",
}  # fmt: skip
_MOST_KNOWN = 300
_MOST_QUOTES = 2_000
_NAME = re.compile(r"\b[A-Z][a-z]{1,20}\b")


@dataclass(frozen=True)
class Piece:
    """Narrative (`who` empty) or speech."""

    text: str
    who: str = ""
    manner: str = ""


class Attribution:
    """Knows who has spoken so far, so that bare quotations go back and forth."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.recent: list[str] = []
        self.mentioned: list[str] = []

    def pieces(self, paragraph: str) -> list[Piece]:
        """The paragraph as narrative and speech, in order. A paragraph without speech is one piece."""
        found = list(_QUOTE.finditer(paragraph))
        outside = _QUOTE.sub(" ", paragraph)
        if not found or len(found) > _MOST_QUOTES:  # beyond that it is no paragraph that anybody wrote
            self._mention(outside[:20_000])
            return [Piece(paragraph)]
        out: list[Piece] = []
        at = 0
        speaker = ""
        for number, match in enumerate(found):
            words = next(filter(None, match.groups()), "").strip()
            before = paragraph[at : match.start()]
            end = found[number + 1].start() if number + 1 < len(found) else len(paragraph)
            after = paragraph[match.end() : end][:160]
            who, manner, before_left, used = self._who(before, after)
            told = bool(who or manner) or len(before_left) < len(before)
            if not told and not _is_speech(words):
                continue  # words in quotation marks within a sentence
            if not who:
                who = speaker or self._guess(before)
            elif who.lower() in _PRONOUNS:
                who = speaker or self._meant(who.lower(), before)
            speaker = who
            self._remember(who)
            if before_left.strip(" ,，:："):
                out.append(Piece(before_left.strip()))
            words = re.sub(r"[,，]$", "。" if words.endswith("，") else ".", words)
            if out and out[-1].who == who and len(out[-1].text) < 2_000 and not before_left.strip(" ,，:：."):
                joint = " " if words.isascii() else ""
                out[-1] = Piece(f"{out[-1].text}{joint}{words}", who, out[-1].manner or manner)
            else:
                out.append(Piece(words, who, manner))
            at = match.end() + used
            while at < len(paragraph) and paragraph[at] in " ,，。.":
                at += 1
            if used and after[:used] and at < len(paragraph) and paragraph[at - 1] in ",， " and paragraph[at].islower():
                stop = min((p for p in (paragraph.find(".", at), end) if p >= 0), default=end)
                rest = paragraph[at : min(stop + 1, end)].strip()
                if len(rest.split()) > 1:
                    out.append(Piece(f"{who} – {rest}"))
                at = min(stop + 1, end)
        rest = paragraph[at:].strip(" ,，")
        if rest:
            out.append(Piece(rest))
        self._mention(outside)
        return out or [Piece(paragraph)]

    def _mention(self, narrative: str) -> None:
        """Keeps the last people named, for the pronouns to come."""
        for match in _SUBJECT.finditer(narrative):
            name = match[1] or match[2]
            if name not in _STARTERS and name not in _NOT_NAMES_ZH:
                self.mentioned = [*[one for one in self.mentioned if one != name][-9:], name]

    def _meant(self, pronoun: str, before: str) -> str:
        """Whom `she said` or `他说` means: the last one named whose sex fits."""
        other = {"he": "woman", "him": "woman", "他": "woman", "she": "man", "her": "man", "她": "man"}.get(pronoun, "")
        here = [match[1] or match[2] for match in _SUBJECT.finditer(before)]
        names = [*self.mentioned, *(name for name in here if name not in _STARTERS and name not in _NOT_NAMES_ZH)]
        fits = [self.known.get(name.lower(), name) for name in names if gender_in(name, "") != other]
        return fits[-1] if fits else self._guess(before, pronoun=True)

    def _who(self, before: str, after: str) -> tuple[str, str, str, int]:
        """(speaker or "", manner, narrative before without the attribution, characters of `after` used)."""
        match = _AFTER.match(after)
        if match:
            verb, who = (match[1], match[2]) if match[1] else (match[4], match[3])
            return self._name(who), _manner(verb), before, match.end()
        match = _AFTER_ZH.match(after)
        if match:
            return self._name(match[1]), match[2].rstrip("地"), before, match.end()
        tail = before[-120:]
        match = _AND_SAYS.search(tail)
        if match:
            return "", _manner(match[1]), before[: len(before) - len(tail) + match.start()].rstrip(" ,"), 0
        match = _BEFORE.search(tail)
        if match:
            return self._name(match[1]), _manner(match[2]), before[: len(before) - len(tail) + match.start(1)], 0
        match = _BEFORE_ZH.search(tail)
        if match and re.fullmatch(_HOW_ZH, match[1]):
            return "", match[1].rstrip("地"), before[: len(before) - len(tail) + match.start(1)], 0
        if match:
            return self._name(match[1]), match[2].rstrip("地"), before[: len(before) - len(tail) + match.start(1)], 0
        return "", "", before, 0

    def _name(self, who: str) -> str:
        who = re.sub(r"^(?:the|his|her|their) ", "", who, flags=re.IGNORECASE) if who[:1].islower() or who[:4] == "The " else who
        shown = who[:1].upper() + who[1:] if who.islower() and len(who) > 4 else who
        return self.known.get(who.lower(), shown)

    def _guess(self, before: str, pronoun: bool = False) -> str:
        """The last known name in the sentence before; else whoever did not speak last; else a voice."""
        names = [self.known[name.lower()] for name in _NAME.findall(before) if name.lower() in self.known]
        names += [name for key, name in self.known.items() if not key.isascii() and key in before]
        names += [match[2] for match in _SUBJECT.finditer(before) if match[2] and match[2] not in _NOT_NAMES_ZH]
        if names:
            return names[-1]
        fresh = [name for name in _NAME.findall(before) if before.find(name) > 0 or name not in _STARTERS]
        if fresh:
            return str(fresh[0])
        if pronoun and self.recent:
            return self.recent[-1]
        if len(self.recent) > 1:
            return self.recent[-2]
        if self.recent:
            return self.recent[-1]
        return "声音" if re.search(r"[\u3400-\u9fff]", before) else "Voice"

    def _remember(self, who: str) -> None:
        if len(self.known) < _MOST_KNOWN:
            self.known.setdefault(who.lower(), who)
        if who in self.recent:
            self.recent.remove(who)
        self.recent = [*self.recent[-5:], who]


_STARTERS = {"The", "A", "An", "He", "She", "They", "It", "In", "At", "On", "Then", "When", "But", "And", "His", "Her", "We", "You", "As", "After", "Now"}  # fmt: skip


def _is_speech(words: str) -> bool:
    return words[-1:] in ".,!?…。，！？—-" or len(words.split()) > 4 or len(re.findall(r"[\u3400-\u9fff]", words)) > 6


def _manner(verb: str) -> str:
    return next((manner for start, manner in _MANNERS.items() if verb.startswith(start)), "")
