"""The tool that keeps the catalogues, and the gate it holds."""

import json
import shutil
from pathlib import Path, PurePosixPath

import polib
import pytest

import catalogues
import checks
import glossary
from extraction import domain, messages, template
from portal.languages.locales import LANGUAGES
from portal.web.rendering import environment

CY, PL, UR = (LANGUAGES[tag].plural_forms for tag in ("cy", "pl", "ur"))


def one(english: str, translated: str) -> polib.POEntry:
    return polib.POEntry(msgid=english, msgstr=translated)


def counted(*forms: str) -> polib.POEntry:
    return polib.POEntry(
        msgid="%(n)s answer", msgid_plural="%(n)s answers", msgstr_plural=dict(enumerate(forms))
    )


def found(entry: polib.POEntry, plural_forms: str = UR) -> str:
    return " ".join(checks.problems(entry, plural_forms))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("portal/forum", "templates/forum", "templates/staff"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("source", "reader"),
    [
        ("templates/forum/topic.html", "public"),
        ("templates/forum/staff/topics.html", "staff"),
        ("templates/staff.html", "staff"),
        ("templates/analysis/staff/crosstab.html", "staff"),
        ("templates/site/staff/components.html", "staff"),
        ("templates/site/home.html", "public"),
        ("templates/accounts/signing_in/sign_in.html", "public"),
        ("templates/accounts/staff/list.html", "staff"),
        ("templates/ui.html", "public"),
        ("portal/forum/views.py", "public"),
        ("portal/forum/staff.py", "staff"),
        ("portal/consultations/staff/building/editing.py", "staff"),
        ("portal/analysis/views.py", "public"),
        ("portal/forum/documents.py", "public"),
        ("templates/analysis/results.html", "public"),
        ("portal/accounts/views.py", "public"),
        ("portal/site/staff/duties.py", "staff"),
        ("portal/forms/fields.py", "public"),
    ],
)
def test_the_path_of_a_source_says_who_reads_it(source: str, reader: str) -> None:
    assert domain(PurePosixPath(source)) == reader


def test_messages_are_found_in_python_and_in_templates(project: Path) -> None:
    (project / "portal/forum/views.py").write_text('x = mark("Write at least %(least)s words.")')
    (project / "templates/forum/topic.html").write_text(
        "{% trans n=count %}{{ n }} post{% pluralize %}{{ n }} posts{% endtrans %}"
        "{% trans %}\n  One sentence\n  on two lines.\n{% endtrans %}{{ gettext('Leave') }}"
    )
    assert set(messages(project)["public"]) == {
        ("Write at least %(least)s words.", ""),
        ("%(n)s post", "%(n)s posts"),
        ("One sentence on two lines.", ""),
        ("Leave", ""),
    }


def test_a_message_that_residents_read_too_stands_in_their_catalogue_only(project: Path) -> None:
    (project / "templates/forum/topic.html").write_text("{{ gettext('Save') }}")
    (project / "templates/staff/topic.html").write_text("{{ gettext('Save') + gettext('Hide') }}")
    assert set(messages(project)["public"]) == {("Save", "")}
    assert set(messages(project)["staff"]) == {("Hide", "")}


def test_a_template_of_messages_names_no_date_and_no_place(project: Path) -> None:
    (project / "portal/forum/views.py").write_text('x = mark("B"), mark("A %(n)s")')
    text = str(template(messages(project)["public"]))
    assert "Date" not in text
    assert "views" not in text
    assert text.index("A %(n)s") < text.index('"B"')
    assert "python-format" in text


def test_messages_are_read_from_templates_as_they_are_looked_up() -> None:
    made = environment()
    assert made.trim_blocks
    assert made.lstrip_blocks
    assert made.policies["ext.i18n.trimmed"]
    assert vars(made)["newstyle_gettext"]


def test_an_update_keeps_translations_even_when_a_message_changes_its_catalogue() -> None:
    pot = polib.POFile()
    pot.extend([one("Save", ""), one("New", ""), counted("", "")])
    known = {("Save", ""): one("Save", "Zapisz")}
    po = catalogues.updated(pot, known, "pl", {"X-Drafted-Without-Native-Reader": "yes"})
    assert [entry.msgstr for entry in po] == ["Zapisz", "", ""]
    assert po[2].msgstr_plural == {0: "", 1: "", 2: ""}
    assert po.metadata["Plural-Forms"] == PL
    assert po.metadata["Language"] == "pl"
    assert po.metadata["X-Drafted-Without-Native-Reader"] == "yes"


def test_a_compiled_catalogue_counts_by_our_table_whatever_its_header_says() -> None:
    po = polib.POFile()
    po.metadata = {"Plural-Forms": UR, "Content-Type": "text/plain; charset=UTF-8"}
    po.append(one("Save", "Zapisz"))
    assert PL.encode() in catalogues.compiled(po, "pl")
    assert b"Zapisz" in catalogues.compiled(po, "pl")


@pytest.mark.parametrize(
    ("english", "translated", "problem"),
    [
        ("At most %(limit)s words", "زیادہ سے زیادہ %(limti)s", "placeholders"),
        ("At most %(limit)s words", "زیادہ سے زیادہ", "placeholders"),
        ("Read <b>this</b>", "<b>یہ</b> <i>پڑھیں</i>", "HTML"),
        (
            "See https://gov.uk/hate-crime.",
            "دیکھیں https://gov.uk.example/hate-crime.",
            "addresses",
        ),
        ("Write to help@council.example", "help@concil.example", "addresses"),
        ("Call 0800 138 1625", "0800 138 1626 پر کال کریں", "numbers"),
        ("Call 999", "کال کریں", "numbers"),
        ("100% of them", "سب", "numbers"),
        ("50% of them", "50 سب", "percent"),
        ("Leave", "\u202bچھوڑیں", "direction mark"),
        ("Leave ", "چھوڑیں", "spaces"),
    ],
)
def test_a_translation_that_would_mislead_is_refused(
    english: str, translated: str, problem: str
) -> None:
    assert problem in found(one(english, translated))


@pytest.mark.parametrize(
    ("english", "translated"),
    [
        ("Call 0800 138 1625 or 999", "999 یا 0800-138-1625 پر کال کریں"),
        ("Call 999", "۹۹۹ پر کال کریں"),
        ("%(n)s of <b>%(all)s</b>", "<b>%(all)s</b> میں سے %(n)s"),
        ("Leave", ""),
    ],
)
def test_a_faithful_translation_passes(english: str, translated: str) -> None:
    assert found(one(english, translated)) == ""


def test_a_fuzzy_translation_is_refused() -> None:
    entry = one("Leave", "چھوڑیں")
    entry.flags.append("fuzzy")
    assert "fuzzy" in found(entry)


def test_a_plural_needs_every_form_of_its_language() -> None:
    assert "2 plural forms instead of 3" in found(counted("%(n)s wpis", "%(n)s wpisy"), PL)
    assert checks.untranslated(counted("%(n)s wpis", "%(n)s wpisy", ""), 3)
    assert not checks.untranslated(counted("%(n)s wpis", "%(n)s wpisy", "%(n)s wpisów"), 3)


def test_a_form_for_one_number_only_may_leave_the_number_out() -> None:
    six = ("dim ateb", "un ateb", "dau ateb", "tri ateb", "chwe ateb", "%(n)s ateb")
    assert found(counted(*six), CY) == ""
    assert "form 5" in found(counted(*six[:5], "llawer"), CY)


def test_a_header_with_the_plurals_of_another_language_is_refused() -> None:
    po = polib.POFile()
    po.metadata = {"Plural-Forms": UR, "Language": "pl"}
    assert list(checks.header(po, "pl", PL)) == [f"Plural-Forms should be {PL!r}"]


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_every_plural_rule_of_our_table_can_be_evaluated(tag: str) -> None:
    forms = checks.number_of_forms(LANGUAGES[tag].plural_forms)
    assert checks.forms_for_one_number(LANGUAGES[tag].plural_forms) <= set(range(forms))


def held_to(tag: str, english: str, translated: str) -> str:
    rules = glossary.read(catalogues.CATALOGUES / tag / "glossary.csv")
    return " ".join(glossary.broken_in(rules, one(english, translated)))


@pytest.mark.parametrize(
    ("tag", "english", "translated", "term"),
    [
        ("pl", "You do not have to give your name.", "Nie musisz podawać nazwiska.", "name"),
        ("pl", "Talk to a person", "Porozmawiaj z człowiekiem", "a person"),
        ("pl", "Delete our replies", "Usuń odpowiedzi", "reply"),
        ("ur", "Delete our replies", "جواب مٹا دیں", "reply"),
        ("ur", "Insults or gestures", "گالیاں یا توہین آمیز اشارے", "insult"),
        ("cy", "Nobody can give it to you again.", "Ni all neb ei roi i chi eto.", "nobody can"),
        ("cy", "Read our reply.", "Darllenwch ein hateb.", "reply"),
        ("cy", "It is the council’s plan.", "Cynllun y cyngor yw'r cynllun.", "apostrophe"),
        ("ar", "Send your answers", "إرسال ردودك", "answer"),
        ("ar", "The Home Office", "وزارة الداخلية", "Home Office"),
        ("ar", "End my access", "أنهِ وصولي", "access"),
    ],
)
def test_a_translation_that_leaves_a_term_of_the_glossary_is_refused(
    tag: str, english: str, translated: str, term: str
) -> None:
    assert term in held_to(tag, english, translated)


@pytest.mark.parametrize(
    ("tag", "english", "translated"),
    [
        ("pl", "Your reason and your name", "Twój powód oraz Twoje imię i nazwisko"),
        ("pl", "The Equality and Human Rights Commission", "Komisja do spraw Praw Człowieka"),
        ("ur", "At least one", "کم از کم ایک"),
        ("cy", "Nobody has answered yet.", "Nid oes neb wedi ateb eto."),
        ("cy", "It never works again.", "Ni fydd byth yn gweithio eto."),
        ("ar", "Read our reply.", "اقرأ ردنا."),
        ("ar", "How to reach you", "طريقة الوصول إليك"),
        ("ar", "Send your answers", ""),
    ],
)
def test_a_translation_that_keeps_the_terms_passes(tag: str, english: str, translated: str) -> None:
    assert held_to(tag, english, translated) == ""


def test_a_rule_of_a_glossary_that_nobody_could_obey_is_no_rule(tmp_path: Path) -> None:
    file = tmp_path / "glossary.csv"
    file.write_text("english,translation,note,rule,where,form\ncode,kod,,often,,kod\n")
    with pytest.raises(ValueError, match="often"):
        glossary.read(file)


def test_texts_of_data_files_are_held_to_the_terms_as_well(tmp_path: Path) -> None:
    data = tmp_path / "portal/demo/data/festival.json"
    data.parent.mkdir(parents=True)
    hint = {"en": "Write no names.", "pl": "Nie podawaj nazwisk."}
    data.write_text(json.dumps({"sections": [{"hint": hint}]}))
    assert list(glossary.texts(tmp_path)) == [
        ("portal/demo/data/festival.json/sections/0/hint", hint)
    ]


def test_the_gate_names_message_term_and_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(catalogues.CATALOGUES, tmp_path / "locales"))
    file = catalogues.path(folder, "pl", "public")
    po = catalogues.read(file)
    po.append(one("Say your name.", "Podaj nazwisko."))
    po.save(str(file))
    assert catalogues.check(folder) == 1
    said = "pl/public.po: 'Say your name.' breaks “name: imię i nazwisko” (never"
    assert said in capsys.readouterr().out
