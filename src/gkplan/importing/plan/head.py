"""The head of a document: title, number, issuer, dates and supervising unit."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from gkplan.domain import fields
from gkplan.domain.fields import BadValueError
from gkplan.domain.numerals import YEAR, number
from gkplan.importing.document import Said
from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.text.wording import squeezed, tidied
from gkplan.importing.times.dates import DAY, day_of
from gkplan.importing.units.names import looks_like_unit
from gkplan.views.plan_table import HEAD_LINES

_NUMBER = re.compile(
    r"[\u4e00-\u9fff（）()]{2,20}?[〔\[［【(（]\s*(?:19|20)\d{2}\s*[〕\]］】)）]\s*第?\s*\d{1,5}\s*[号號]"
)
_DATED = re.compile(r"(?:[（(]?(?:印发|发布|成文|发文)?(?:日期|时间)?[:：]?\s*)")
_PRINTED = re.compile(r"(?:印发|发布|制发|下发)$")
_OF_PAGE = re.compile("(?:发布|更新|上传|录入)(?:日期|时间)|来源")
_LABEL = re.compile(r"^[^。，；：:]{2,8}[：:]\s*")
_PLANS = (
    "<方案名>|分解|目录|一览|责任表|进度表|明细|工作表|汇总表|推进表|指引|意见|措施|矩阵表|对照表"
)
_TITLE = Wording(rf"(?=.*(?:{_PLANS}))(?!附件|附：).{{5,90}}")
_ENDS = Wording(rf"(?:{_PLANS})表?[）)]?(?:[（(][^（）()]{{1,12}}[）)])?$")
_NOTICE = re.compile(r"(?:通知|函|通报|公告|报告)$")
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_ISSUED = re.compile(r"关于(?:印发|下发|转发|公布)(.+?)的(?:通知|函|公告)$")
_BY_ORGAN = re.compile(
    r"([^，。；：、关]{4,30})关于.{2,60}的(?:通知|意见|函)$|([^，。；：、关]{4,30})关于(?:印发|下发|公布)"
)
_ASSIGNS = re.compile("任务|分工|分解|要点|责任")
_ANNEX = re.compile(r"附件?\s*\d*\s*[:：.]?\s*")
_SUPERVISOR = re.compile(
    r"(?:^|[。，；、\s])由?((?!各|有关|相关)[^。，；、\s]{2,20}?)(?:将|要|会|应|负责|适时|定期|不定期|按季度|按月|每季度|牵头|对|组织)"
    r"[^。]{0,60}?(?:督查|督办|督导|检查|通报|跟踪|评估|考核)"
)
_WATCHED = re.compile(
    r"由([^。，；、\s]{2,20}?)(?:负责|具体)?(?:跟踪|全程)?(?:督查|督办|督导)(?![室办局组处科中])"
    r"|报(?:送)?(?:至|给)?([^。，；、\s]{2,20}?(?:督查|督办|效能|绩效)[^。，；、\s]{1,4}?)(?:[。，；、）)]|$)"
)
"""What only says in passing who watches: who is to press for the work, who gets the reports."""
_DRAFT = re.compile("[（(]?((?:公开)?(?:征求意见|送审|讨论|审议|报审|修改|修订)稿|草案)[）)]?$")
"""What says that a document is not issued yet."""
_LONGEST_LINE = 80
_SHORTEST_ISSUER = 3
_FIELD = re.compile(
    "^(?:发布|发文|制发|公开|印发|主办|承办|责任|来源|信息)(?:机构|机关|单位|部门)$"
)
"""The name of a field of a web page, whose value stands beside it."""
_SPAN = re.compile(rf"({YEAR})\s*年?\s*[-—–~～至]+\s*({YEAR})\s*年")
_YEAR = re.compile(rf"({YEAR})\s*年")
_LETTER_YEAR = re.compile(r"[〔﹝\[［【（(]\s*(20\d\d)\s*[〕﹞\]］】）)]")
"""The year of a document's number, which is that of its issue: 临政办〔2025〕7号."""


class FoundHead(NamedTuple):
    """What the document says of itself; empty or None where it says nothing.

    ``first_year`` and ``last_year`` are those of the plan, stated by its title; ``used`` are the
    pieces of the source that were read. ``notice`` is the word for a draft, or what a label
    states.
    """

    title: str = ""
    number: str = ""
    issuer: str = ""
    supervisor: str = ""
    issued: date | None = None
    last_year: int | None = None
    used: tuple[Said, ...] = ()
    notice: str = ""
    first_year: int | None = None

    def issued_as(self, as_issued: Callable[[str], str]) -> "FoundHead":
        """The same with its texts as they were issued."""
        texts = ((key, text) for key, text in self._asdict().items() if isinstance(text, str))
        issued: dict[str, Any] = {key: as_issued(text) for key, text in texts}
        return self._replace(**issued)


def document_head(loose: Sequence[Said], start: int) -> FoundHead:
    """Read the head from the texts that are no part of the plan; it begins after ``start`` of them.

    A covering letter may follow the table as well, so that what is missing before it is looked
    for after it.
    """
    lines = {said: _pieces(said) for said in loose}
    before = [piece for said in loose[:start] for piece in lines[said]]
    after = [piece for said in loose[start:] for piece in lines[said]]
    texts = [*before, *after]
    letter = _first(texts, _NUMBER.fullmatch) or _first(before, _names_number)
    title, titled = _title(before, after)
    days = _dates(texts)
    dated, day = (texts[days[0][0]], days[0][1]) if days else (None, None)
    issuer, signed = _issuer(texts, [at for at, _ in days])
    supervisor = _supervisor(texts)
    title, notice, draft = _draft(title, before)
    lettered = _LETTER_YEAR.search(letter.text) if letter and not day else None
    stated = (day.year if day else None) or (number(lettered[1]) if lettered else None)
    years = _years(title) or (stated, stated)
    return FoundHead(
        title,
        _plain_number(letter.text) if letter else "",
        issuer,
        supervisor,
        day,
        years[-1],
        tuple(_whole(lines, [said for said in (letter, *titled, dated, signed, draft) if said])),
        notice,
        first_year=years[0],
    )


def _pieces(said: Said) -> tuple[Said, ...]:
    """A line that prints number, organ and day side by side, taken apart; any other line whole."""
    text = said.text.strip()
    beside = _NUMBER.search(text) or re.search(r"\s{2,}|　", text)
    if not (beside and re.search(DAY, text)) or len(text) > _LONGEST_LINE:
        return (said,)
    inside = text[1:-1] if text[0] in "（(" and text[-1] in "）)" else text
    parts = [part for part in re.split(r"\s{2,}|\s*[　，,；;]\s*", inside) if part]
    return tuple(Said(part, said.place) for part in parts)


def _whole(lines: Mapping[Said, tuple[Said, ...]], used: Sequence[Said]) -> Iterator[Said]:
    """The lines all of whose pieces were read."""
    return (said for said, pieces in lines.items() if all(piece in used for piece in pieces))


def _plain_number(text: str) -> str:
    """The number of a document, without a bracket that opens before it."""
    found = _NUMBER.search(tidied(text))
    return squeezed(found[0]).lstrip("（(") if found else ""


def _names_number(text: str) -> bool:
    """Whether a line prints the document's number; a sentence only cites those of others."""
    sentence = len(text) > _LONGEST_LINE or text.endswith(("。", "；", "，"))
    return not sentence and _NUMBER.search(text) is not None


def _first(texts: Sequence[Said], matches: Callable[[str], object]) -> Said | None:
    return next((said for said in texts if matches(tidied(said.text))), None)


def _title(before: Sequence[Said], after: Sequence[Said]) -> tuple[str, list[Said]]:
    """The plan's title: as a notice quotes it, else nearest above the plan, else as it is named."""
    notices = [said for said in (*before, *after) if _NOTICE.search(tidied(said.text))]
    named = [(match[1], said) for said in notices if (match := _ISSUED.search(tidied(said.text)))]
    for name, said in named:
        if quoted := _QUOTED.fullmatch(name):
            return quoted[1], [said]
    titles = [at for at in range(len(before)) if _is_own_title(before[at], notices)]
    dated = [at for at in titles if _YEAR.search(tidied(before[at].text))]
    for at in (dated or titles)[::-1]:
        text = _without_annex(tidied(before[at].text))
        upper = before[at - 1] if at else None
        if upper and upper not in notices and _begins_title(tidied(upper.text), text):
            return tidied(upper.text) + text, [upper, before[at]]
        stem = re.sub(r"[（(][^（）()]*[）)]$", "", text)
        alike = sum(tidied(before[other].text).startswith(stem) for other in titles)
        return (stem if alike > 1 else text), [before[at]]
    for name, said in named:
        return name, [said]
    stated = [said for said in notices if _ASSIGNS.search(tidied(said.text))]
    return (tidied(stated[0].text), [stated[0]]) if stated else ("", [])


def _is_own_title(said: Said, notices: Sequence[Said]) -> bool:
    return said not in notices and _is_title(_without_annex(tidied(said.text)))


def _begins_title(upper: str, text: str) -> bool:
    """Whether a line is the first half of a title whose second half names no year."""
    return (
        not _YEAR.search(text)
        and 5 < len(upper) < 40  # noqa: PLR2004  (the length of a line of a title)
        and not re.search(DAY, upper)
        and not looks_like_unit(upper)
        and re.search(r"[。；：:，）)]$|^附", upper) is None
    )


def _is_title(text: str) -> bool:
    return bool(
        _TITLE.fullmatch(text)
        and _ENDS.search(text)
        and not re.search("[。；：:，]", text)
        and text.count("《") == text.count("》")
    )


def _without_annex(text: str) -> str:
    return _ANNEX.sub("", text, count=1) if text.startswith("附") else text


def _dates(texts: Sequence[Said]) -> list[tuple[int, date]]:
    """The texts that are nothing but a day, or a signature with a day, and that day.

    What a web page says of itself (发布日期：…) goes last.
    """
    found = []
    for at, said in enumerate(texts):
        text = _PRINTED.sub("", _DATED.sub("", tidied(said.text), count=1)).strip("（）() ")
        match = re.fullmatch(rf"(?:{_LABEL.pattern})?(?:[^。，；：:]{{4,40}})?{DAY}", text)
        if match and (day := day_of(match)):
            found.append((at, day))
    return sorted(found, key=lambda one: _is_of_page(texts, one[0]))


def _is_of_page(texts: Sequence[Said], at: int) -> bool:
    """Whether a day is what a web page says of itself, in one text or in a label and a value."""
    label = texts[at - 1].text.strip() if at else ""
    labelled = label.endswith((":", "：")) and _OF_PAGE.search(label)
    return bool(labelled or _OF_PAGE.search(texts[at].text))


def _issuer(texts: Sequence[Said], dated: Sequence[int]) -> tuple[str, Said | None]:
    """Who issued it: the signature at or above a date, else the organ named at the top."""
    for at in dated:
        for place in range(at, max(-1, at - 4), -1):
            if text := _signature(texts[place].text):
                return _first_signed(texts, place, text)
    for said in texts[:6]:
        text = re.sub("文件$", "", tidied(said.text))
        if looks_like_unit(text) and len(text) > 4:  # noqa: PLR2004  (an organ's full name)
            return text, said
    for said in texts:
        named = _BY_ORGAN.match(tidied(said.text))
        if named and looks_like_unit(name := named[1] or named[2]):
            return name, None
    return "", None


def _signature(line: str) -> str:
    """The unit that signs on a line, the first of several that stand side by side."""
    text = tidied(line).strip("（）() ")
    text = _PRINTED.sub("", re.sub(DAY, "", _LABEL.sub("", text, count=1))).strip()
    if looks_like_unit(text) and not _FIELD.search(text):
        beside = line.split()
        return beside[0] if len(beside) > 1 and all(map(looks_like_unit, beside)) else text
    return ""


def _first_signed(texts: Sequence[Said], place: int, text: str) -> tuple[str, Said]:
    """Of several units that sign one below the other, the one above all."""
    while place and (above := _signature(texts[place - 1].text)):
        if len(above) <= _SHORTEST_ISSUER or re.search("[:：]", texts[place - 1].text):
            break
        place, text = place - 1, above
    return text, texts[place]


def _supervisor(texts: Sequence[Said]) -> str:
    """The unit that says it will inspect or circulate results."""
    for pattern in (_SUPERVISOR, _WATCHED):
        for said in texts:
            for match in pattern.finditer(tidied(said.text)):
                name = str(next(filter(None, match.groups())))
                if looks_like_unit(name):
                    return name
    return ""


def _years(title: str) -> tuple[int, ...]:
    """The first and the last year that a title states, or its only one."""
    match = _SPAN.search(tidied(title)) or _YEAR.search(tidied(title))
    return tuple(map(number, match.groups())) if match else ()


def _draft(title: str, before: Sequence[Said]) -> tuple[str, str, Said | None]:
    """The title without the word for a draft, that word, and the line that is only such a word."""
    if match := _DRAFT.search(title):
        return title[: match.start()].rstrip(), match[1], None
    said = _first(before, _DRAFT.fullmatch)
    match = _DRAFT.fullmatch(tidied(said.text)) if said else None
    return (title, match[1], said) if match else (title, "", None)


def said_elsewhere(found: FoundHead, texts: Sequence[Said]) -> Iterator[Said]:
    """The texts that only repeat what was read: the title or the issuer printed again."""
    known = {squeezed(text) for text in (found.title, found.issuer, found.number) if text}
    return (said for said in texts if squeezed(said.text) in known)


_NAMES = {
    **HEAD_LINES,
    "文号": "number",
    "发文机关": "issuer",
    "印发单位": "issuer",
    "成文日期": "issued",
}
_LINE = re.compile(rf"({'|'.join(_NAMES)})\s*[：:]\s*(\S.*)")


_WHOLE = {"issued", "ends", "lag"}
"""What only a plan that was exported states all of: nothing else is looked for then."""


class Labelled(NamedTuple):
    """What lines with labels state of a plan's head, by key; ``used`` are those lines.

    ``whole`` says that they state all there is to say of the head.
    """

    values: dict[str, Any]
    used: tuple[Said, ...]
    whole: bool

    def over(self, found: FoundHead) -> FoundHead:
        """What was found of the head elsewhere, with what the labels state in its place."""
        names = (*FoundHead._fields[:5], "notice")
        stated = {name: self.values[name] for name in names if name in self.values}
        if self.whole:
            return FoundHead(**stated, used=self.used)
        return found._replace(**stated, used=(*found.used, *self.used))


def labelled_head(texts: Sequence[Said]) -> Labelled:
    """Read the lines with labels among the texts that are no part of the plan's body."""
    values: dict[str, Any] = {}
    used: list[int] = []
    for at, said in enumerate(texts):
        match = _LINE.fullmatch(said.text.strip())
        name = _NAMES[match[1]] if match else ""
        if match and name not in values:
            try:
                values[name] = _value(name, match[2])
            except BadValueError:
                continue
            used.append(at)
    whole = values.keys() >= _WHOLE
    if whole and (first := used[0]):
        values["title"] = texts[first - 1].text
        used.insert(0, first - 1)
    return Labelled(values, tuple(texts[at] for at in used), whole)


def _value(name: str, text: str) -> Any:
    if name == "lag":
        return fields.span(text)
    if name in ("issued", "ends"):
        printed = re.fullmatch(DAY, text)
        day = day_of(printed) if printed else None
        return fields.iso_date(day.isoformat() if day else text)
    return fields.text(text)
