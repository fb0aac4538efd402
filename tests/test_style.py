"""The limits the code keeps to, so that a reader never meets a surprise."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    module
    for module in (ROOT / "portal").rglob("*.py")
    if "versions" not in module.parts  # a migration is as long as its tables
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = ROOT / "static" / "src" / "voices.css"
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PAGES = [module for module in MODULES if "\n@page" in module.read_text()]
MAY_COMMIT = {ROOT / "portal" / name for name in ("web/lanes.py", "store/jobs.py")}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def height(path: Path) -> int:
    """Count the lines of a file."""
    return len(path.read_text().splitlines())


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno


def _elements(text: str, begin: re.Pattern[str]) -> Iterator[str]:
    """Cut out each element that begins so, up to the line in which its tag ends."""
    for found in begin.finditer(text):
        yield re.split(r">\n", text[found.start() :], maxsplit=1)[0]


def imported(module: Path) -> set[str]:
    """List the places of the project from which a module takes something.

    Whole modules of one package are taken from one place, whichever of its rooms they lie in.
    """
    found = set()
    for node in ast.parse(module.read_text()).body:
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if node.module == "portal":
            found |= {alias.name for alias in node.names}
        elif node.module.startswith("portal."):
            is_room = (ROOT / node.module.replace(".", "/")).is_dir()
            found.add(".".join(node.module.split(".")[:2]) if is_room else node.module)
    return found


def comments(module: Path) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(module.read_text()).readline)
    remarks = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return sum(not re.match(r"#\s*(noqa|type:)", remark) for remark in remarks)


def test_modules_and_functions_stay_small() -> None:
    assert {name(one): lines for one in MODULES if (lines := height(one)) > 250} == {}
    long = ((module, f) for module in MODULES for f in functions(module) if length(f) >= 40)
    assert [f"{name(module)}: {f.name}" for module, f in long] == []


def test_templates_stay_small_import_nothing_and_trust_nothing() -> None:
    assert {name(one): lines for one in TEMPLATES if (lines := height(one)) > 150} == {}
    # A block rendered alone would not see what its page imports.
    assert [name(one) for one in TEMPLATES if "{% from" in one.read_text()] == []
    assert [name(one) for one in TEMPLATES if "|safe" in one.read_text().replace(" ", "")] == []


def test_words_never_take_their_direction_from_their_first_letter() -> None:
    guessed = re.compile(r"""<bdi(?![^>]*\sdir=)|dir=.?auto|unicode-bidi: *plaintext""")
    found = {name(one): guessed.findall(one.read_text()) for one in [*TEMPLATES, *MODULES, STYLES]}
    # Only in a field, where the words are still to come, and in one place.
    assert {one: lines for one, lines in found.items() if lines} == {
        "templates/ui/parts.html": ['dir="auto']
    }


def test_a_field_for_words_says_in_which_direction_they_are_typed() -> None:
    field = re.compile(r'<textarea\b|<input\b(?![^>]*type="(?:hidden|file|radio|checkbox)")')
    silent = [
        f"{name(template)}: {one}"
        for template in TEMPLATES
        for one in _elements(template.read_text(), field)
        if not re.search(r"\bdir=|\btyped\(|\bchecked\b|\bhidden\b", one)
    ]
    assert silent == []


def test_most_functions_are_read_at_a_glance() -> None:
    lengths = [length(function) for module in MODULES for function in functions(module)]
    assert median(lengths) <= 6
    assert quantiles(lengths, n=10)[-1] <= 20


def test_the_code_speaks_for_itself() -> None:
    lines = sum(height(module) for module in MODULES)
    assert sum(comments(module) for module in MODULES) <= 0.04 * lines


def test_pages_lean_on_few_of_our_modules() -> None:
    leaning = {name(module): imported(module) for module in PAGES}
    assert {page: modules for page, modules in leaning.items() if len(modules) > 8} == {}


def test_only_the_edges_commit() -> None:
    committing = {module for module in MODULES if ".commit()" in module.read_text()}
    assert committing <= MAY_COMMIT


def test_nothing_of_ours_is_mocked() -> None:
    forbidden = re.compile(r"\bimport mock\b|unittest\.mock|\bmocker\b")
    mocking = [name(test) for test in TESTS if forbidden.search(test.read_text())]
    assert mocking == []


def test_an_html_string_is_built_in_templates_only() -> None:
    tag = re.compile(r"""["']</?(?:div|p|span|a|li|ul|table|form|input)[\s>]""")
    assert [name(module) for module in MODULES if tag.search(module.read_text())] == []


ONE_PLACE: dict[str, set[str]] = {
    # Each takes time that grows with the square of a text, or raises, unless it is bounded.
    r"unicodedata\.(is_)?normali[sz]": {"portal/languages/normal_form.py"},
    r"\.cookies\b|SimpleCookie": {"portal/web/security.py"},
    # These two split addresses that the operator set.
    r"\burl(split|parse)\(": {"portal/store/smtp.py", "portal/site/audit_mail.py"},
    r"await \w+\.(form|body|json)\(": {"portal/web/page.py"},
}


@pytest.mark.parametrize(("used", "places"), ONE_PLACE.items())
def test_what_strangers_send_is_read_in_one_place(used: str, places: set[str]) -> None:
    found = {name(module) for module in MODULES if re.search(used, module.read_text())}
    assert found <= places
