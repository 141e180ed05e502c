"""The words by which documents are understood: one table of them, and patterns made of it.

Patterns name a kind of word in angle brackets: ``Wording("由.+(?:<牵头>)")``. People add plain
words of a kind with ``gkplan import --words FILE``; ``with_words`` makes them known for one import.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

Words = tuple[tuple[str, tuple[str, ...]], ...]
"""Words by their kind, as a value that caches can be keyed by."""

_BY = "(?:按(?:照)?|依(?:据|照)?|根据)(?:各自)?"
LEXICON: Mapping[str, tuple[str, ...]] = {
    # What units do. The strongest word of a phrase decides: 牵头, then 配合, 负责, 落实, 指导.
    "牵头": ("牵头", "主办", "统筹", "汇总", "主责", "总负责", "领办", "主抓"),
    "配合": (
        *("配合", "协办", "会办", "协同", "协作", "协助", "参与", "参加", "支持", "支撑"),
        *("配合做好", "协调配合"),
    ),
    "负责": ("负责(?!人|同志)", "承办", "主管"),
    "落实": ("落实", "实施", "执行", "贯彻"),
    "指导": ("指导", "监督", "督导", "督促", "督查", "督办"),
    "分工方式": (
        *("各司其职", "各负其责", "分别", "各自", "分头"),
        rf"{_BY}(?:职责|职能|分管|工作|任务|业务|行业|管理)?(?:领域|范围|分工|权限|职责){{1,2}}(?:各自|分别)?",
        rf"{_BY}(?:职责|职能)(?:各自|分别)?",
    ),
    # The bodies that role words stand before: 牵头单位, 配合部门.
    "主体": (*("单位", "部门", "科室", "处室", "股室", "机关", "机构", "主体", "方"),),
    # Names of columns.
    "牵头栏": ("牵头", "主办", "统筹", "汇总", "主责", "第一责任", "领办", "主抓"),
    "配合栏": (
        *("配合", "协同", "协办", "会办", "协助", "协作", "支撑", "参与", "参加", "支持"),
        *("会同", "其他责任"),
    ),
    "落实栏": ("落实", "实施", "执行", "承担"),
    "负责栏": ("责任", "负责", "承办", "主管"),
    "单位栏": (
        *("单位", "部门", "科室", "处室", "股室", "机构", "主体", "责任方", "责任科", "责任处"),
        *("牵头", "配合", "协办", "承办", "主办", "会办", "协同", "落实", "站所", "科所"),
        "[室站所]股",
    ),
    "时限栏": (*("时限", "时间", "期限", "节点", "频次", "频率", "时效", "进度", "日期", "截止"),),
    "任务栏": (
        *("具体", "事项", "要求", "内容", "措施", "举措", "任务分解", "目标", "要点", "主要"),
        *("任务", "工作", "项目", "清单", "指标"),
    ),
    # Ends of the names of bodies beside those that need their surroundings (``unitnames``).
    "单位词尾": (
        *("厅", "署", "委员会", "办公室", "办事处", "街道办?", "管委会", "公司", "集团", "银行"),
        *("[支分]行", "法院", "检察院", "海关", "部门", "单位", "机关", "机构", "科室", "[处股]室"),
        *("大厅", "公安", "税务", "国税", "地税", "供电", "人行", "邮政", "电信", "移动", "联通"),
        *("铁塔", "消防", "气象", "海事", "烟草", "武警", "残联", "妇联", "文联", "侨联", "工商联"),
        *("社科联", "[科记作政]协", "团委", "纪委", "监委", "党委", "工委", "党组", "开发区"),
        *(
            "高新区",
            "经开区",
            "新区",
            "园区",
            "示范区",
            "度假区",
            "管理区",
            "自贸区",
            "区县",
            "县区",
        ),
        *("市区", "镇街", "街镇", "乡镇", "农场", "林场", "企业", "[大中小]学", "幼儿园", "科技园"),
        *(
            "产业园",
            "工业园",
            "医共体",
            "医联体",
            "专班",
            "社区",
            "团中央",
            "[工农中建交]行",
            "农发行",
        ),
        *("农商行", "保税区", "综保区", "试验区"),
    ),
}
"""Every kind of word; a word may be a regular expression where it has to look around itself."""

CADENCES = ("每月", "每季度", "每半年", "每年", "持续推进", "及时")
"""Kinds of added words that mean a frequency."""
_ADDED: ContextVar[Words] = ContextVar("_ADDED", default=())
_KIND = re.compile(r"<([一-鿿]+)>")
_P = ParamSpec("_P")
_R = TypeVar("_R")


@contextmanager
def with_words(added: Words) -> Iterator[None]:
    """Let plain words count as words of their kinds until the block ends."""
    token = _ADDED.set(added)
    try:
        yield
    finally:
        _ADDED.reset(token)


def added_words(kind: str) -> tuple[str, ...]:
    """The plain words that people added to a kind."""
    return dict(_ADDED.get()).get(kind, ())


def cached(maxsize: int) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Keep the results of a function of texts, apart for each set of added words."""

    def decorate(function: Callable[_P, _R]) -> Callable[_P, _R]:
        @lru_cache(maxsize=maxsize)
        def kept(_: Words, *args: _P.args, **kwargs: _P.kwargs) -> _R:
            return function(*args, **kwargs)

        @wraps(function)
        def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            return kept(_ADDED.get(), *args, **kwargs)  # type: ignore[arg-type]  # mypy asks for Hashable

        return call

    return decorate


class Wording:
    """A regular expression in which ``<牵头>`` stands for any word of that kind."""

    def __init__(self, template: str) -> None:
        """Keep the template; it is compiled when it is first used."""
        self.template = template

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression with all words that are known now."""
        return _compiled(self.template, _ADDED.get())

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Match at a position."""
        return self.pattern.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match the complete text."""
        return self.pattern.fullmatch(text)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Find the first match from a position on."""
        return self.pattern.search(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Give all matches in their order."""
        return self.pattern.finditer(text)

    def sub(self, new: str, text: str) -> str:
        """Replace all matches."""
        return self.pattern.sub(new, text)


@lru_cache(maxsize=512)
def _compiled(template: str, added: Words) -> re.Pattern[str]:
    extra = dict(added)

    def words(match: re.Match[str]) -> str:
        kind = match[1]
        known = (*LEXICON.get(kind, ()), *map(re.escape, extra.get(kind, ())))
        return "|".join(sorted(known, key=len, reverse=True)) or "(?!)"

    return re.compile(_KIND.sub(words, template))
