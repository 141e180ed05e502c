"""Hostile text in every field of every file: Markdown shows it unchanged, and nothing more."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import Bench
from mdpage import autolinked, links, ragged, shown, skeleton

from gkplan.views.table import visible

pytestmark = pytest.mark.no_cover  # parsing the Markdown takes half the time
HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)><!-- <?x?> </td>",
    "links": "[x](javascript:alert(1)) ![i](http://a.cn/i.png) [r][1] [^1] ](x) [ ]",
    "definitions": "[^1]: 注\n[1]: javascript:alert(1)\n甲[1][^1]",
    "autolinks": "<javascript:x> <http://a.cn> http://a.cn www.a.cn HTTPS://a.cn ftp://a.cn",
    "templates": "{{ 7*7 }}{% for a in b %}{# c #} ${x} #{x} <%= x %>",
    "cells": "a|b||c\\|d\\\\|e |",
    "blocks": "# 一\n- 二\n1. 三\n> 四\n```\n五\n```\n---\n| 六 | 七 |\n| --- | --- |\n===\n    八",
    "begins a heading": "# 一 #",
    "begins a list": "- [ ] 一",
    "begins a numbered list": "1. 一",
    "begins a quotation": "> 一",
    "is a rule": "- - -",
    "is an underline": "===",
    "is a table's second line": ":-:",
    "begins with blanks": "        一",
    "emphasis": "*a* **b** _c_ __d__ ~e~ ~~f~~ ***g*** a*b*c 甲_乙_丙",
    "code": "`a` ``b`` ~~~ ```",
    "formulas": "=cmd|' /C calc'!A0 +1 -1 @SUM(A1)",
    "mathematics": "$x$ $$y$$ \\(z\\) \\[w\\]",
    "entities": "&lt;script&gt; &#60;b&#62; &amp; &copy &nbsp;",
    "backslashes": "\\ \\\\ \\a \\[ \\\n甲\\",
    "directions": "\u202e一\u200f二\u2066三\u2069\u061c",
    "a long word": "长" * 5000 + "W" * 5000,
    "an end that a link follows": "一!",
    "one mark": "[",
}
CALM = "这一句话平平安安，没有任何记号，只是比清单里写出的开头要长一些。"
ADDRESS = "https://example.cn/1?a=1&lt;=2|3&b=`*_\\x`"
FILES = ["evidence/[x](javascript:alert(1))<b>|`_*~ &amp;.pdf", "evidence/{{ 7*7 }}\u202e.pdf"]


def short(text: str) -> str:
    """Return the beginning of a text on one line, as a short name of the greatest length."""
    return " ".join(text.split())[:30]


def folder(bench: Bench, text: str, unit: str = "甲局") -> Bench:
    """Write a plan with this text in every field of the plan and of entries that takes any text."""
    printed = dict.fromkeys(("title", "number", "issuer"), text)
    head = {**printed, "supervisor": text, "issued": "2017-08-03", "ends": "2017-12-31"}
    texts = {"text": text, "short": short(text)}
    common: dict[str, Any] = {**texts, "doubts": [text, text], "tags": [text]}
    tasks = [
        {"id": "1.1", **common, "lead": [unit], "support": [text], "due": "2017-09-30"},
        {"id": "1.2", **common, "lead": [unit], "cadence": "monthly"},
        {"id": "1.3", **common, "lead": [text], "implement": ["乙"], "awaits": text},
        {"id": "1.4", **common, "lead": ["乙"], "implement": [text], "due": "2017-11-20"},
        {"id": "1.5", **common, "lead": [unit], "cadence": "event", "within": "5 days"},
    ]
    group = {"id": "1", "label": f"{text}组", "title": text, "tasks": tasks}
    units = [
        {"name": unit, "aliases": [f"{text}甲"]},
        {"name": "乙局", "aliases": ["乙"]},
        {"name": "丙局"},
    ]
    collective = {"name": text, "aliases": [f"{text}群"], "members": [unit, "乙局"]}
    details = dict.fromkeys(("note", "problem", "next", "by"), text)
    reports = [
        {
            "task": "1.1",
            "status": "blocked",
            "date": "2017-09-01",
            **details,
            "evidence": [ADDRESS, *FILES],
        },
        {"task": "1.2", "period": "2017-08", "status": "done", "date": "2017-09-01", **details},
        {"task": "1.3", "status": "waiting", "date": "2017-09-02", **details},
        {"task": "1.5", "event": "2017-09-01", "status": "done", "date": "2017-09-04", **details},
        {"task": "1.4", "status": "done", "date": "2017-09-04", **details},
    ]
    review = {"unit": unit, "verdict": "return", "date": "2017-09-05", "note": text, "by": text}
    reviews = [
        {"task": "1.4", "record": "2017-09-04", **review},
        {"task": "1.1", "record": "2017-09-01", **review, "verdict": "accept"},
        {
            "task": "1.2",
            "unit": unit,
            "period": "2017-09",
            "to": "2017-11-20",
            "date": "2017-10-09",
            **dict.fromkeys(("reason", "approved_by", "by"), text),
        },
    ]
    for name, data in {
        "tasks": {"plan": head, "groups": [group]},
        "units": {"units": units, "collectives": [collective]},
        f"progress/{unit}": reports,
        "reviews": reviews,
    }.items():
        bench.write(f"data/{name}.yaml", json.dumps(data, ensure_ascii=False))
    return bench


PAGES = {
    "report": ["report", "--since", "2017-09-02"],
    "a unit's report": ["report", "--unit", "甲局"],
    "letter": ["remind", "--unit", "甲局"],
}
GRIDS = {
    "list": ["list", "--format", "md"],
    "a unit's list": ["list", "--unit", "甲局", "--format", "md"],
    "matching": ["list", "--returned", "--format", "md"],
    "waiting": ["list", "--status", "waiting", "--format", "md"],
    "status": ["status", "--format", "md"],
    "due": ["due", "--format", "md"],
    "log": ["log", "--format", "md"],
    "units": ["units", "--format", "md"],
    "diff": ["diff", "2017-09-01", "--format", "md"],
    "trend": ["trend", "--format", "md"],
}


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what every command prints where the texts are harmless."""
    bench = folder(Bench(tmp_path_factory.mktemp("calm")), CALM)
    return {name: bench.ok(*args) for name, args in (PAGES | GRIDS).items()}


def seen(text: str) -> str:
    """Return a text as a page shows it, without its blanks."""
    return re.sub(r"\s+", "", visible(text))


def with_text(page: str, text: str) -> str:
    """Return what a page shows when this text replaces the harmless one, as text and as name."""
    words = seen(shown(page)).replace(CALM, seen(text))
    return words.replace(short(CALM), seen(short(text)))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_texts_are_shown_as_they_are_and_change_nothing_else(
    empty: Bench, calm: dict[str, str], text: str
) -> None:
    folder(empty, text)
    everywhere = text in [
        HOSTILE[name] for name in ("html", "links", "cells", "blocks", "emphasis")
    ]
    for name, args in (PAGES | GRIDS if everywhere else PAGES).items():
        page = empty.ok(*args)
        assert skeleton(page) == skeleton(calm[name]), name
        assert seen(shown(page)) == with_text(calm[name], text), name
        assert (autolinked(page), ragged(page)) == ([], []), name


def test_only_web_addresses_are_links_and_lead_to_what_they_show(calm: dict[str, str]) -> None:
    page = calm["a unit's report"]
    assert [unquote(link) for link in links(page)] == [
        "#总体情况",
        "#各项工作任务",
        "#本单位",
        "#按期办理的事项",
        "#走势",
        "#进度和时间",
        "#时限分布",
        "#逾期1-件",
        "#30-天内到期3-件",
        "#存在问题和下一步3-件",
        "#批准的延期1-份",
        "#退回未重报1-件",
        "#已完成没有佐证2-件",
        "#存疑10-处",
        "#台账5-项",
        ADDRESS,
    ]
    assert all(visible(file) in shown(page) for file in FILES)


@pytest.mark.parametrize("unit", ["甲局", "甲`局`[a](b)!", "甲 局（本级）#1 _x_ %41", "^甲;局&lt;"])
def test_the_links_between_pages_work_whatever_a_unit_is_called(
    empty: Bench, calm: dict[str, str], unit: str
) -> None:
    folder(empty, CALM, unit)
    empty.ok("report", "--all-units", "--format", "md", "-o", "pages")
    index = empty.read("pages/index.md")
    pages = [link for link in links(index)[:-1] if not link.startswith("#")]
    found = [unquote(link) for link in pages]
    assert sorted(found) == sorted([f"{unit}.md", "乙局.md"])
    assert all((empty.root / "pages" / file).is_file() for file in found)
    assert unit in shown(index)
    assert links(empty.read(f"pages/{unit}.md"))[0] == "index.md"
    assert skeleton(empty.ok(*PAGES["report"])) == skeleton(calm["report"])
