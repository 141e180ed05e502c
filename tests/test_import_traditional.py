"""Traditional characters: understood as simplified ones, and kept as issued."""

from datetime import date

from gkplan.importing import import_plan
from gkplan.importing.document import Document, Paragraph
from gkplan.importing.text.characters import SIMPLIFIED, simple, simplified, traditional

DOCUMENT = """\
清河縣2024年重點工作任務分工

一、完善設施

1. 後山公園建成後對外開放，皇后廟修繕竣工。（牽頭單位：縣住建局；配合單位：縣財政局）

2. 每月公佈水質監測結果。（縣環保局負責）
"""


def test_a_plan_is_understood_and_kept_as_issued() -> None:
    found = import_plan("方案.md", DOCUMENT.encode(), date(2024, 1, 1))
    first, second = found.plan.groups[0].tasks
    assert found.plan.head.title == "清河縣2024年重點工作任務分工"
    assert found.plan.groups[0].title == "完善設施"
    assert first.text == "後山公園建成後對外開放，皇后廟修繕竣工。"
    assert (first.lead, first.support) == (("縣住建局",), ("縣財政局",))
    assert [cadence.value for cadence in second.cadence] == ["monthly"]
    assert "文字或单位名称用繁体字，照印：1.1、1.2（2项）" in found.notes


def test_a_simplified_document_is_left_as_it_is() -> None:
    document = Document("x", (Paragraph("著名品牌，乾县。", "第1段"),))
    found, as_issued = simplified(document)
    assert found is document
    assert as_issued("任何") == "任何"


def test_every_form_is_one_character_and_simplified_itself() -> None:
    assert all(len(form) == 1 for form in SIMPLIFIED.values())
    assert [form for form in SIMPLIFIED.values() if ord(form) in SIMPLIFIED] == []
    assert simple("發展") == "发展"
    assert traditional("發展發") == "發"
