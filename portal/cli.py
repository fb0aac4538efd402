"""The `portal` command: what an operator does with an installation, in plain words."""

import os
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from portal import developing, migrations
from portal.accounts import commands
from portal.accounts.models import Role
from portal.app import create_app
from portal.council import queries as council_queries
from portal.demo import installation, seeding
from portal.features import FEATURES, JOBS, LINKS
from portal.operating import backup, backup_advice, doctor, opening, serving
from portal.operating.destroyed_reports import record_restored
from portal.sealing import crypto
from portal.settings import Settings, SettingsError, from_environment
from portal.store import jobs, mail, staff_audit
from portal.store.db import now
from portal.web import links

_TOLD = (
    SettingsError,
    migrations.SchemaError,
    backup.BackupError,
    serving.ServingError,
    commands.AccountError,
    OSError,
)
_PORT = click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000)
_ROLE = click.Choice([role.value for role in Role])
_FOLDER = click.Path(file_okay=False, path_type=Path)
_EXISTING = click.Path(file_okay=False, exists=True, path_type=Path)
_WORK_EVERY = timedelta(minutes=1)


class _PlainWords(click.Group):
    """Commands whose failures are told to the operator without a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; an error of our own is a mistake in the program and stays one."""
        try:
            return super().invoke(context)
        except _TOLD as error:
            raise click.ClickException(str(error)) from error
        except DatabaseError as error:
            raise click.ClickException(f"The database does not answer: {error.orig}") from error


@click.group(cls=_PlainWords, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="voices", message="%(version)s")
def main() -> None:
    """Voices, where residents and their council hear each other."""
    # Nobody else on this machine reads what the portal keeps, nor a copy of it.
    os.umask(0o077)
    serving.stop_when_told()
    links.use(LINKS)


@main.command()
@_PORT
@click.option("--small", is_flag=True, help="Seed a tenth of the answers, which takes no time.")
@click.option("--reload", is_flag=True, help="Begin anew whenever a file of the portal changes.")
def demo(port: int, small: bool, reload: bool) -> None:
    """Start a demonstration with a made-up council on this machine."""
    listening = serving.listen(installation.HOST, port)
    settings = installation.settings(port)
    app = create_app(settings)
    with opening.ready(settings) as engine, jobs.transaction(engine, settings) as session:
        if seeding.is_empty(session):
            seeding.seed(session, settings, now(), small=small)
        elif not seeding.is_demonstration(session):
            raise SettingsError(installation.in_the_way(settings))
        accounts = commands.demo_accounts(session, settings, now())
        languages = council_queries.stored(session).languages
    click.echo(installation.welcome(settings, languages, accounts))
    if reload:
        developing.run(port, listening)
    else:
        serving.run(app, listening)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@_PORT
def serve(host: str, port: int) -> None:
    """Serve the portal; an SQLite database is brought up to date first."""
    settings = from_environment()
    listening = serving.listen(host, port)
    with opening.ready(settings):
        pass
    click.echo(f"The portal listens on {host} port {port}.")
    serving.run(create_app(settings), listening)


@main.command()
def migrate() -> None:
    """Bring the tables of the database up to date."""
    with opening.database(from_environment()) as engine:
        migrations.upgrade(engine)
    click.echo(f"The database is up to date, at revision {migrations.head()}.")


@main.command()
@click.option("--loop", is_flag=True, help="Go on until stopped, and look every minute.")
@click.option("--clock-is-right", is_flag=True, help="Delete even if nothing was for a week.")
def work(loop: bool, clock_is_right: bool) -> None:
    """Do the work that is due, such as deleting what was promised to be deleted."""
    settings = from_environment()
    due = JOBS
    with opening.ready(settings) as engine:
        if clock_is_right:
            with jobs.transaction(engine, settings) as session:
                jobs.believe_clock(session, due, commands.OPERATOR, now())
        while True:
            for name in jobs.run_due(due, engine, settings, now()):
                click.echo(f"Done: {name}")
            if not loop:
                return
            threading.Event().wait(_WORK_EVERY.total_seconds())


@main.command()
def resend() -> None:
    """Try once more to send the mails that no server took for two days."""
    settings = from_environment()
    with opening.ready(settings) as engine, jobs.transaction(engine, settings) as session:
        number = mail.try_again(session, now())
    click.echo(f"Mails that are sent when the work that is due is done next: {number}")


@main.group()
def account() -> None:
    """Let members of staff in."""


@account.command("create")
@click.argument("email")
@click.argument("name")
@click.option("--role", "roles", type=_ROLE, multiple=True, required=True)
def create_account(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Create an account and print the link with which its owner chooses a password."""
    settings = _with_address()
    with opening.ready(settings) as engine, jobs.transaction(engine, settings) as session:
        link = commands.create(session, settings, email, name, [Role(role) for role in roles])
    click.echo(f"Send this link to {name}. It can be used once, within a week:\n{link}")


@account.command("reset")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do it even though something is lost by it.")
def reset_account(email: str, yes: bool) -> None:
    """Let somebody who lost the password or second factor begin anew."""
    settings = _with_address()
    with opening.ready(settings) as engine, jobs.transaction(engine, settings) as session:
        link = commands.reset(FEATURES, session, settings, email, confirmed=yes)
    click.echo(f"Send this link to {email}. It can be used once, within a week:\n{link}")


@main.command("backup")
@click.argument("folder", type=_FOLDER)
@click.option("--keys", type=_FOLDER, help="Copy what opens reports to this folder, kept apart.")
def make_backup(folder: Path, keys: Path | None) -> None:
    """Copy the database, the documents and the head of the audit log to a new FOLDER.

    What opens reports is not among them; it is copied to the other folder, if one is named.
    """
    settings = from_environment()
    with opening.existing(settings) as engine:
        made = backup.make(settings, engine, folder, now(), keys)
        click.echo(f"{len(made.files)} files were copied to {folder}.")
        for sentence in backup_advice.after_copy(engine, keys):
            click.echo(sentence)


@main.command()
@click.argument("folder", type=_EXISTING)
@click.option("--keys", type=_EXISTING, help="The folder with the copy of what opens reports.")
@click.option("--without-keys", is_flag=True, help="Lose the keys that are there now.")
@click.option("--yes", is_flag=True, help="Replace everything that the portal keeps now.")
def restore(folder: Path, keys: Path | None, without_keys: bool, yes: bool) -> None:
    """Put a backup from FOLDER back in place. Stop the portal first."""
    settings = from_environment()
    with opening.database(settings) as engine:
        kept = backup.restore(
            settings, engine, folder, overwrite=yes, keys=keys, lose_keys=without_keys
        )
        click.echo(f"The portal is again as it was at {kept.backup.made}.")
        migrations.upgrade(engine)
        with jobs.transaction(engine, settings) as session:
            if staff_audit.chain_faults(session, session.info["audit_key"]):
                click.echo("The audit log is not of this PORTAL_SECRET_KEY. Is it the right one?")
            else:
                record_restored(session, kept.backup.made, kept.destroyed)
    for sentence in backup_advice.after_restore(kept):
        click.echo(sentence)


@main.group("audit")
def audit_group() -> None:
    """Look after the log of what staff did."""


@audit_group.command("verify")
@click.option("--head", "heads", multiple=True, help="A head of the log, as it was sent by mail.")
def verify(heads: tuple[str, ...]) -> None:
    """Check that nobody altered the log; list what is wrong, and fail if anything is."""
    settings = from_environment()
    with opening.existing(settings) as engine, Session(engine) as session:
        key = crypto.installation_key(settings.secret, "audit")
        faults = staff_audit.verify(session, key, settings.anchor, *heads)
    for fault in faults:
        click.echo(f"Row {fault.entry}: {fault.reason}")
    click.echo(f"{len(faults)} faults were found." if faults else "The log is intact.")
    sys.exit(1 if faults else 0)


@main.command("doctor")
def examine() -> None:
    """Say what is wrong with this installation and how to put it right."""
    findings = doctor.examine()
    for finding in findings:
        click.echo(f"{finding.severity.value.upper()}: {finding.message}\n  {finding.remedy}")
    if not findings:
        click.echo("Nothing is wrong.")
    sys.exit(any(finding.severity is doctor.Severity.ERROR for finding in findings))


def _with_address() -> Settings:
    settings = from_environment()
    if not settings.public_url:
        raise SettingsError("PORTAL_PUBLIC_URL must be set, so that the link leads here.")
    return settings
