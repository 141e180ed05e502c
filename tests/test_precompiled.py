"""Templates that were compiled by the build: used for their own text alone, to the same effect."""

from collections.abc import Iterator
from importlib import invalidate_caches
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
import pytest
from build_hook import modules
from conftest import REPO, Bench

from gkplan.report.precompiled import Precompiled, module_name
from gkplan.report.sandbox import Sandbox, sandbox
from gkplan.report.template_errors import explained
from gkplan.report.template_loader import TemplateFolder

TEMPLATES = sorted(path.name for path in (REPO / "templates").glob("*.j2"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A package with the templates of this checkout, as the build writes it."""
    folder = tmp_path_factory.mktemp("made")
    for file, content in modules(REPO):
        (folder / file).write_text(content, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder.parent)
        yield folder


@pytest.fixture
def package(folder: Path) -> str:
    """The name of that package."""
    return folder.name


def environment(package: str, *sources: Path, html: bool = True) -> Sandbox:
    """A sandbox that takes code from that package."""
    sandbox.cache_clear()
    folders = tuple(TemplateFolder(folder, "") for folder in (*sources, REPO / "templates"))
    made = sandbox(folders, html=html, trusting=False)
    made.bytecode_cache = Precompiled(package)
    return made


def text_of(name: str) -> str:
    return (REPO / "templates" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_has_its_code(package: str, name: str) -> None:
    made = environment(package, html=name.endswith(".html.j2"))
    code = Precompiled(package).get_bucket(made, name, "自带的 模板", text_of(name)).code
    assert code
    assert code.co_filename == "自带的 模板"


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_differs_in_anything_has_none(
    package: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text, the escaping, the name and the release of Jinja decide what code is right."""
    cache, text, html = Precompiled(package), text_of(name), name.endswith(".html.j2")
    made = environment(package, html=html)
    assert cache.get_bucket(made, name, None, text + " ").code is None
    assert cache.get_bucket(made, f"my-{name}", None, text).code is None
    assert cache.get_bucket(environment(package, html=not html), name, None, text).code is None
    monkeypatch.setattr(jinja2, "__version__", "3.0")
    assert cache.get_bucket(made, name, None, text).code is None


def test_without_the_package_templates_are_compiled() -> None:
    made = environment("no.such_package")
    assert Precompiled("no.such_package").get_bucket(made, "a", None, "a").code is None
    assert made.get_template("report.md.j2").filename == "report.md.j2"


class _PackedLoader:
    """The loader of modules that PyInstaller packs: of no class of importlib, with its methods."""

    def get_code(self, name: str) -> CodeType:
        return compile("", name, "exec")


def test_code_that_pyinstaller_packs_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def spec(name: str) -> ModuleSpec:
        return ModuleSpec(name, _PackedLoader())  # type: ignore[arg-type]

    monkeypatch.setattr("gkplan.report.precompiled.find_spec", spec)
    made = environment("packed")
    assert Precompiled("packed").get_bucket(made, "report.md.j2", None, "").code


def test_a_report_is_the_same_and_nothing_is_compiled(
    small: Bench, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.ok("mark", "1.1", "done", "-u", "甲局", "--date", "2017-09-01", "--note", "<b>&")
    for form in ("html", "md"):
        without = small.ok("report", "--format", form)
        made = environment(package, html=form == "html")
        with monkeypatch.context() as patch:
            patch.setattr(made, "compile", None)
            patch.setattr("gkplan.report.render.sandbox", lambda *_, made=made, **__: made)
            assert small.ok("report", "--format", form) == without


def test_a_plan_folder_s_own_template_is_compiled_from_its_text(
    package: str, tmp_path: Path
) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "report.md.j2").write_text("自己的", encoding="utf-8")
    made = environment(package, own, html=False)
    assert made.get_template("report.md.j2").render() == "自己的"


def test_an_error_in_compiled_code_is_at_the_line_of_the_template(
    folder: Path, package: str, tmp_path: Path
) -> None:
    text = "一\n二 {{ plan.title }}\n三 {{ plan.titel }}\n"
    (tmp_path / "x.md.j2").write_text(text, encoding="utf-8")
    made = environment(package, tmp_path, html=False)
    module = folder / f"{module_name(made, 'x.md.j2', text)}.py"
    module.write_text(made.compile(text, "x.md.j2", raw=True), encoding="utf-8")
    invalidate_caches()
    made.compile = None  # type: ignore[assignment,method-assign]
    messages: list[Any] = []
    for cache in (Precompiled(package), None):
        if not cache:
            del made.compile
        made.bytecode_cache = cache
        made.cache = None
        data = {"plan": {"title": "方案"}}
        with pytest.raises(Exception, match="titel") as error:
            made.get_template("x.md.j2").render(data)
        messages.append(explained(error.value, made, data).message)
    assert messages == ["模板 x.md.j2:3 出错：plan 没有字段 “titel”，可能是 title"] * 2
