"""Keep the catalogues: extract, update, compile, check, stats.

    python locales/catalogues.py extract    sources -> locales/public.pot, locales/staff.pot
    python locales/catalogues.py update     templates -> every locales/<tag>/LC_MESSAGES/*.po
    python locales/catalogues.py compile    *.po -> *.mo
    python locales/catalogues.py check      the gate: fails on anything a resident would notice
    python locales/catalogues.py stats      how much of each catalogue is translated
    python locales/catalogues.py endonyms   CLDR's names of languages -> portal/languages/

A folder is named by its BCP 47 tag, and plural rules come from `portal/languages/locales.py`: Babel
knows neither `zh-Hans/` nor CLDR's six Welsh forms.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel import localedata

import checks
import glossary
from extraction import DOMAINS, ROOT, MessageId, messages, template
from portal.languages.locales import LANGUAGES

CATALOGUES = ROOT / "locales"
ENDONYMS = ROOT / "portal" / "languages" / "endonyms.csv"
TAGS = tuple(tag for tag in LANGUAGES if tag != "en")
_DRAFTED = "X-Drafted-Without-Native-Reader"


def path(folder: Path, tag: str, domain: str) -> Path:
    """Say where a catalogue stands."""
    return folder / tag / "LC_MESSAGES" / f"{domain}.po"


def read(file: Path) -> polib.POFile:
    """Read a catalogue or template."""
    return polib.pofile(str(file), wrapwidth=100, encoding="utf-8")


def compiled(po: polib.POFile, tag: str) -> bytes:
    """Compile a catalogue; its plural rule is always that of our own table."""
    po.metadata["Plural-Forms"] = LANGUAGES[tag].plural_forms
    binary: bytes = po.to_binary()
    return binary


def existing(folder: Path = CATALOGUES) -> Iterator[tuple[str, Path]]:
    """List the catalogues there are, each with its language."""
    for tag in TAGS:
        for domain in DOMAINS:
            if (file := path(folder, tag, domain)).exists():
                yield tag, file


def extract() -> int:
    """Write the templates anew from the sources."""
    for domain, found in messages().items():
        _write(template(found), CATALOGUES / f"{domain}.pot")
        _say(f"{domain}.pot: {len(found)} messages")
    return 0


def update() -> int:
    """Bring every catalogue to the messages of the templates, keeping what is translated."""
    pots = {domain: read(CATALOGUES / f"{domain}.pot") for domain in DOMAINS}
    for tag in TAGS:
        known = _translations(tag)
        for domain, pot in pots.items():
            file = path(CATALOGUES, tag, domain)
            metadata = read(file).metadata if file.exists() else {_DRAFTED: "yes"}
            _write(updated(pot, known, tag, metadata), file)
    return 0


def updated(
    pot: polib.POFile,
    known: dict[MessageId, polib.POEntry],
    tag: str,
    metadata: dict[str, str],
) -> polib.POFile:
    """Fill a template with the translations already known, under our own header."""
    po = polib.POFile(wrapwidth=100)
    po.metadata = metadata | {
        **pot.metadata,
        "Language": tag,
        "Plural-Forms": LANGUAGES[tag].plural_forms,
    }
    forms = checks.number_of_forms(LANGUAGES[tag].plural_forms)
    po.extend(_kept(entry, known.get((entry.msgid, entry.msgid_plural)), forms) for entry in pot)
    return po


def compile_changed() -> int:
    """Compile each catalogue that is newer than its compiled form."""
    for tag, file in existing():
        target = file.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < file.stat().st_mtime:
            target.write_bytes(compiled(read(file), tag))
    return 0


def check(folder: Path = CATALOGUES) -> int:
    """Report every defect; the gate is shut when a resident would meet one of them."""
    stale = [f"{d}.pot is not what the sources say; run `make catalogues`." for d in _stale(folder)]
    defects = stale + [problem for tag in TAGS for problem in _defects(folder, tag)]
    for defect in defects:
        _say(defect)
    stats(folder)
    _say(f"{len(defects)} problems in the catalogues." if defects else "Catalogues are in order.")
    return 1 if defects else 0


def stats(folder: Path = CATALOGUES) -> int:
    """Say how much of each catalogue is translated."""
    for tag, file in existing(folder):
        po = read(file)
        forms = checks.number_of_forms(LANGUAGES[tag].plural_forms)
        missing = sum(checks.untranslated(entry, forms) for entry in po)
        draft = " (drafted without a native reader)" if po.metadata.get(_DRAFTED) == "yes" else ""
        _say(f"{tag}/{file.stem}: {len(po) - missing} of {len(po)} translated{draft}")
    return 0


def endonyms() -> int:
    """Write down what each language calls itself: to look it up, all of CLDR had to be loaded."""
    with ENDONYMS.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(_endonyms())
    return 0


COMMANDS = {
    "extract": extract,
    "update": update,
    "compile": compile_changed,
    "check": check,
    "stats": stats,
    "endonyms": endonyms,
}


def main() -> int:
    """Run one command named on the command line."""
    parser = argparse.ArgumentParser(description="Keep the catalogues of messages.")
    parser.add_argument("command", choices=COMMANDS)
    return COMMANDS[parser.parse_args().command]()


def _endonyms() -> Iterator[tuple[str, str]]:
    for identifier in sorted(localedata.locale_identifiers()):
        names = localedata.load(identifier, merge_inherited=False).get("languages", {})
        language, _, letters = identifier.partition("_")
        own = names.get(language, "")
        if own and (not letters or len(letters) == 4):
            yield identifier.replace("_", "-"), own


def _defects(folder: Path, tag: str) -> Iterator[str]:
    terms = folder / tag / "glossary.csv"
    rules = glossary.read(terms) if terms.exists() else []
    for domain in DOMAINS:
        yield from _in_catalogue(folder, tag, domain, rules)
    for place, text in glossary.texts():
        for problem in glossary.broken(rules, text["en"], text.get(tag, "")):
            yield f"{place}: {tag} {problem}"


def _in_catalogue(folder: Path, tag: str, domain: str, rules: list[glossary.Rule]) -> Iterator[str]:
    file, place = path(folder, tag, domain), f"{tag}/{domain}.po"
    if not file.exists():
        yield f"{place} does not exist; run `make catalogues`."
        return
    plural_forms, po = LANGUAGES[tag].plural_forms, read(file)
    yield from (f"{place}: {problem}" for problem in checks.header(po, tag, plural_forms))
    yield from _drift(po, read(folder / f"{domain}.pot"), place)
    for entry in po:
        yield from _wrong(entry, plural_forms, place, complete=domain == "public")
        for problem in glossary.broken_in(rules, entry):
            yield f"{place}: {entry.msgid!r} {problem}"


def _wrong(entry: polib.POEntry, forms: str, place: str, *, complete: bool) -> Iterator[str]:
    if complete and checks.untranslated(entry, checks.number_of_forms(forms)):
        yield f"{place}: {entry.msgid!r} is not translated"
    for problem in checks.problems(entry, forms):
        yield f"{place}: {entry.msgid!r} {problem}"


def _drift(po: polib.POFile, pot: polib.POFile, place: str) -> Iterator[str]:
    wanted, kept = _by_id(pot).keys(), _by_id(po).keys()
    yield from (f"{place}: lacks {one!r}" for one, _ in sorted(wanted - kept))
    yield from (f"{place}: {one!r} is no longer in the sources" for one, _ in sorted(kept - wanted))


def _stale(folder: Path) -> Iterator[str]:
    found = messages()
    for domain in DOMAINS:
        file = folder / f"{domain}.pot"
        if not file.exists() or _by_id(read(file)).keys() != found[domain].keys():
            yield domain


def _translations(tag: str) -> dict[MessageId, polib.POEntry]:
    """Collect a language's translations of both domains, so a message may change its domain."""
    files = [path(CATALOGUES, tag, domain) for domain in DOMAINS]
    known: dict[MessageId, polib.POEntry] = {}
    for file in files:
        known |= _by_id(read(file)) if file.exists() else {}
    return known


def _by_id(po: polib.POFile) -> dict[MessageId, polib.POEntry]:
    return {(entry.msgid, entry.msgid_plural): entry for entry in po if not entry.obsolete}


def _kept(entry: polib.POEntry, old: polib.POEntry | None, forms: int) -> polib.POEntry:
    plural = {form: (old.msgstr_plural.get(form, "") if old else "") for form in range(forms)}
    return polib.POEntry(
        msgid=entry.msgid,
        msgid_plural=entry.msgid_plural,
        msgstr=old.msgstr if old else "",
        msgstr_plural=plural if entry.msgid_plural else {},
        tcomment=old.tcomment if old else "",
        flags=sorted({*entry.flags, *(old.flags if old else [])}),
    )


def _write(po: polib.POFile, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{po}", encoding="utf-8")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
