"""A mail reaches its server, whatever happens to the server, and nothing is lost meanwhile."""

import os
import signal
import smtplib
import ssl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.settings import Settings
from portal.store import jobs, mail, quotes, smtp
from portal.store.db import begin, now
from portal.store.jobs import JobRun
from portal.store.mail import WAITS
from portal.store.outgoing import OutgoingMail
from tests.certificates import Certificate, certificate
from tests.conftest import SECRET
from tests.mail_server import PASSWORD, USER, MailServer, free_port, running, tls

pytestmark = pytest.mark.both

OFFICER, OTHER = "officer@council.example", "other@council.example"
QUOTED = f"{USER.replace('@', '%40')}:{PASSWORD.replace('/', '%2F').replace('@', '%40')}"


@pytest.fixture
def server() -> MailServer:
    """Have a mail server that is not running yet."""
    return MailServer(free_port())


@pytest.fixture
def with_mail(settings: Settings, server: MailServer) -> Settings:
    return replace(settings, smtp_url=server.url)


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """Have a certificate that this machine trusts."""
    made = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.chain))
    return made


def write(session: Session, *recipients: str, subject: str = "Hello") -> None:
    for recipient in recipients or (OFFICER,):
        mail.write(session, recipient, subject, "Please look.\n", now())
    session.commit()


def send(engine: Engine, settings: Settings, *, after: timedelta = timedelta()) -> None:
    """Do what the job does, some time from now."""
    mail.send_due(partial(jobs.transaction, engine, settings), now() + after)


def outbox(session: Session) -> list[OutgoingMail]:
    session.rollback()
    return list(session.exec(select(OutgoingMail).order_by(OutgoingMail.recipient)))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b.example\nBcc: c@d.example",
        "a@b.example, c@d.example",
        "Ann <a@b.example>",
        "a@b.example ",
        "a..b@c.example",
        "ann@b.example.",
    ],
)
def test_what_is_not_one_address_is_refused_before_it_is_kept(
    session: Session, address: str
) -> None:
    with pytest.raises(ValueError, match="not an address"):
        mail.write(session, address, "Hello", "Please look.", now())
    assert outbox(session) == []


def test_a_subject_never_becomes_another_header(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    with running(server):
        write(session, subject="Hello\r\nBcc: other@council.example\r\n\r\nWorld")
        send(engine, with_mail)
    assert server.taken[0].rcpt_tos == [OFFICER]
    assert server.mails[0]["Bcc"] is None
    assert server.mails[0]["Subject"] == "Hello Bcc: other@council.example World"


def quote(session: Session, number: int) -> None:
    """Have mails wait that quote two posts."""
    for place in range(number):
        words = [quotes.quoted(key, f"Words of {key}\nüß") for key in ("post-1", "post-12")]
        said = f"{place}: {words[0]} and {words[1]}."
        beside = smtp.Beside(html=f"<p>{said}</p>")
        mail.write(session, OFFICER, "Hello", said, now(), beside)


def test_what_is_gone_is_sent_no_more_before_any_mail_was_cleared(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    quote(session, 1)
    quotes.take_out(session, ["post-1"])
    session.commit()
    with running(server):
        send(engine, with_mail)
    (sent,) = server.mails
    text = "".join(part.get_content() for part in sent.walk() if not part.is_multipart())
    assert text.count("[…] and Words of post-12") == 2
    assert "Words of post-1\n" not in text


def test_words_are_taken_out_of_every_mail_that_waits_and_no_mark_is_sent(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    quote(session, quotes.AT_ONCE + 5)
    quotes.take_out(session, ["post-1"])
    quotes.take_out(session, ["post-1"])
    session.commit()
    begun = partial(jobs.transaction, engine, with_mail)
    quotes.clear(begun, now())
    waiting = outbox(session)
    assert len(waiting) == quotes.AT_ONCE + 5
    for one in waiting:
        assert "[…] and Words of post-12\nüß." in quotes.as_sent(one.body)
        assert "[…] and Words of post-12\nüß.</p>" in quotes.as_sent(one.html)
        assert "post-1\x1f" not in one.body + one.html
    # What is quoted from now on reads as it reads now.
    assert quotes.gone(session) == frozenset()
    session.rollback()
    with running(server):
        send(engine, with_mail)
    assert len(server.mails) == len(waiting)
    for sent in server.mails:
        text = "".join(part.get_content() for part in sent.walk() if not part.is_multipart())
        assert "Words of post-12" in text
        assert not any(sign in text for sign in "\x02\x03\x1f")


def test_what_was_not_committed_is_not_sent(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    with running(server):
        mail.write(session, OFFICER, "Hello", "Please look.", now())
        session.rollback()
        send(engine, with_mail)
    assert server.taken == []


def test_without_a_mail_server_mails_wait(
    engine: Engine, session: Session, settings: Settings
) -> None:
    write(session)
    send(engine, settings, after=timedelta(days=9))
    assert [(waiting.attempts, waiting.last_error) for waiting in outbox(session)] == [(0, "")]


def test_a_mail_is_sent_once_and_then_forgotten(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    with running(server):
        write(session)
        send(engine, with_mail)
        send(engine, with_mail, after=timedelta(days=1))
    (sent,) = server.mails
    assert sent["To"] == OFFICER
    assert sent["From"] == "no-reply@voices.example"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent.get_content() == "Please look.\r\n"
    assert outbox(session) == []


def test_a_mail_comes_as_text_and_as_html_with_the_address_that_stops_it(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    words, stop = "سلام " * 2_000, f"https://voices.example/ur/mails/{'x' * 200}"
    html = f'<html lang="ur" dir="rtl"><p>{words}</p></html>'
    with running(server):
        mail.write(session, OFFICER, "Hello", words, now(), smtp.Beside(html, stop))
        session.commit()
        send(engine, with_mail)
    (sent,) = server.mails
    assert sent.defects == []
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content() for part in sent.iter_parts()] == [words, html]
    assert sent["List-Unsubscribe"] == f"<{stop}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert outbox(session) == []


def test_what_is_left_when_a_server_goes_is_sent_with_the_next_time(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    people = [f"{number}@council.example" for number in range(12)]
    write(session, *people)
    send(engine, with_mail)
    waiting = outbox(session)
    assert sorted(one.attempts for one in waiting) == [0] * 11 + [1]
    with running(server):
        send(engine, with_mail, after=timedelta(minutes=2))
    assert sorted(one.rcpt_tos[0] for one in server.taken) == sorted(people)


def test_many_mails_go_over_more_than_one_way_and_each_once(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    people = [f"{number}@council.example" for number in range(45)]
    write(session, *people)
    with running(server):
        send(engine, with_mail)
    assert sorted(one.rcpt_tos[0] for one in server.taken) == sorted(people)
    assert 1 < len(server.ways) <= 3
    assert outbox(session) == []


def test_a_mail_that_is_not_due_waits(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    with running(server):
        mail.write(session, OFFICER, "Hello", "Please look.", now() + timedelta(minutes=5))
        session.commit()
        send(engine, with_mail)
        assert server.taken == []
        send(engine, with_mail, after=timedelta(minutes=6))
    assert len(server.taken) == 1


def test_the_outbox_does_not_tell_at_what_time_a_mail_was_written(session: Session) -> None:
    write(session)
    (waiting,) = outbox(session)
    assert waiting.written.time() == datetime.min.time()


def test_words_of_any_language_arrive_as_they_were_written(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    with running(server):
        mail.write(session, OFFICER, "براہ کرم دیکھیں", "Gweler y porth. براہ کرم", now())
        session.commit()
        send(engine, with_mail)
    (sent,) = server.mails
    assert sent["Subject"] == "براہ کرم دیکھیں"
    assert sent.get_content() == "Gweler y porth. براہ کرم\r\n"


def test_a_refused_recipient_keeps_no_other_mail_from_going(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    server.refused = frozenset({OFFICER})
    with running(server):
        write(session, OFFICER, OTHER)
        send(engine, with_mail)
    assert [envelope.rcpt_tos for envelope in server.taken] == [[OTHER]]
    (kept,) = outbox(session)
    assert (kept.recipient, kept.attempts) == (OFFICER, 1)
    assert "Nobody of this name" in kept.last_error
    assert kept.last_error.isprintable()


def test_each_failure_is_a_warning_that_names_nobody(
    engine: Engine,
    session: Session,
    with_mail: Settings,
    server: MailServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.refused = frozenset({OFFICER})
    write(session, OFFICER, subject="Please look at the portal now")
    send(engine, with_mail)
    with running(server):
        send(engine, with_mail, after=timedelta(minutes=1, seconds=1))
    away, refused = [record.getMessage() for record in caplog.records]
    assert {record.levelname for record in caplog.records} == {"WARNING"}
    assert away.startswith("A mail was not sent, try 1 of 8: ConnectionRefusedError")
    assert refused.startswith("A mail was not sent, try 2 of 8: SMTPRecipientsRefused")
    assert "Nobody of this name" in refused
    assert "@" not in caplog.text
    assert "portal now" not in caplog.text


def test_a_server_that_was_down_is_given_the_mails_when_it_is_back(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    write(session, OFFICER, OTHER)
    send(engine, with_mail)
    assert sorted(waiting.attempts for waiting in outbox(session)) == [0, 1]
    with running(server):
        send(engine, with_mail, after=timedelta(minutes=1, seconds=1))
    assert sorted(envelope.rcpt_tos[0] for envelope in server.taken) == [OFFICER, OTHER]
    assert outbox(session) == []


def test_attempts_become_rarer_and_end_after_about_two_days(
    engine: Engine, session: Session, with_mail: Settings
) -> None:
    write(session)
    waits = []
    for _ in range(len(WAITS) + 1):
        send(engine, with_mail, after=timedelta(days=3))
        (waiting,) = outbox(session)
        waits.append(round((waiting.due - now()).total_seconds() / 60))
    assert waits[:-1] == [1, 5, 30, 120, 360, 720, 1440]
    assert timedelta(days=1) < sum(WAITS, timedelta()) < timedelta(days=2)
    send(engine, with_mail, after=timedelta(days=30))
    (given_up,) = outbox(session)
    assert given_up.attempts == len(WAITS) + 1
    assert mail.count_given_up(session) == 1
    assert "Connection refused" in mail.last_error(session)


def test_mails_that_were_given_up_go_when_the_operator_asks_for_it(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    session.add(OutgoingMail(recipient=OFFICER, subject="Hello", body="x", due=now(), attempts=8))
    session.commit()
    assert mail.try_again(session, now()) == 1
    session.commit()
    with running(server):
        send(engine, with_mail)
    assert len(server.taken) == 1


def test_a_mail_that_a_wrong_clock_postponed_goes_when_the_clock_is_right_again(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    later = now() + timedelta(days=400)
    session.add(OutgoingMail(recipient=OFFICER, subject="Hello", body="x", due=later, attempts=1))
    session.commit()
    with running(server):
        send(engine, with_mail)
    assert len(server.taken) == 1


def test_several_workers_send_no_mail_twice(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    people = [f"person{number}@council.example" for number in range(12)]
    write(session, *people)
    with running(server), ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(send, engine, with_mail) for _ in range(4)]:
            done.result()
    assert sorted(envelope.rcpt_tos[0] for envelope in server.taken) == sorted(people)


def test_nobody_waits_for_a_slow_mail_server(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    write(session)
    server.hold.set()
    with running(server), ThreadPoolExecutor(1) as threads:
        done = threads.submit(send, engine, with_mail)
        assert server.arrived.wait(10)
        started = time.monotonic()
        begin(session, writes=True)
        session.add(JobRun(name="another", ran=now()))
        session.commit()
        assert time.monotonic() - started < 2
        assert server.taken == []
        server.hold.clear()
        done.result()
    assert len(server.taken) == 1


def test_a_mail_whose_sender_was_killed_goes_later_under_the_same_name(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    write(session)
    name = outbox(session)[0].id
    session.rollback()
    server.hold.set()
    with running(server):
        worker = work(with_mail)
        assert server.arrived.wait(30)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        send(engine, with_mail)
        assert [waiting.id for waiting in outbox(session)] == [name]
        server.hold.clear()
        send(engine, with_mail, after=timedelta(minutes=31))
    assert outbox(session) == []
    assert {sent["Message-ID"] for sent in server.mails} == {f"<{name}@voices.example>"}


def work(settings: Settings) -> subprocess.Popen[bytes]:
    """Have another process do the work that is due."""
    environment = os.environ | {
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_VAR": str(settings.var),
        "PORTAL_PUBLIC_URL": settings.public_url,
        "PORTAL_SMTP_URL": settings.smtp_url,
    }
    command = (sys.executable, "-c", "from portal.cli import main; main()", "work")
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603


def test_the_job_that_does_the_due_work_sends_mails(
    engine: Engine,
    session: Session,
    with_mail: Settings,
    server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(session)
    with running(server):
        assert jobs.run_due([mail.JOB], engine, with_mail, now()) == [mail.NAME]
        assert jobs.run_due([mail.JOB], engine, with_mail, now()) == []
    assert len(server.taken) == 1


def hand_over(address: str) -> None:
    """Hand a mail over without an outbox."""
    with smtp.Post(address, "https://voices.example") as post:
        post.send("name", OFFICER, "Hello", "Please look.\n")


@pytest.mark.parametrize("address", ["mail.example:25", "http://mail.example", "smtp://", "x"])
def test_what_is_not_the_address_of_a_mail_server_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="must begin with smtp://"):
        smtp.server(address, "")


@pytest.mark.parametrize(
    "address",
    [
        "smtp+tls://mail.example",
        "smtp://mail.example:587",
        "smtp://user:password@mail.example",
        "smtp://user:password@10.0.0.1:2525",
    ],
)
def test_a_password_and_port_587_insist_on_encryption(address: str) -> None:
    assert smtp.server(address, "").required


@pytest.mark.parametrize(
    ("address", "sender"),
    [
        ("smtp://mail.example?from=voices@council.example", "voices@council.example"),
        ("smtp://voices%40council.example:x@mail.example", "voices@council.example"),
        ("smtp://user:x@mail.example", "no-reply@voices.example"),
        ("smtp://mail.example", "no-reply@voices.example"),
    ],
)
def test_mails_come_from_the_address_that_was_chosen(address: str, sender: str) -> None:
    assert smtp.server(address, "https://voices.example").sender == sender


def test_a_server_that_must_encrypt_and_does_not_is_given_nothing(server: MailServer) -> None:
    with running(server), pytest.raises(smtplib.SMTPException, match="STARTTLS"):
        hand_over(server.url.replace("smtp:", "smtp+tls:"))
    assert server.taken == []


def test_a_server_whose_certificate_nobody_vouches_for_is_given_nothing(
    server: MailServer, tmp_path: Path
) -> None:
    with running(server, tls_context=tls(certificate(tmp_path))), pytest.raises(ssl.SSLError):
        hand_over(server.url.replace("smtp:", "smtp+tls:"))
    with running(server, ssl_context=tls(certificate(tmp_path))), pytest.raises(ssl.SSLError):
        hand_over(server.url.replace("smtp:", "smtps:"))
    assert server.taken == []


def test_a_wrong_password_is_no_secret_that_an_error_tells(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    wrong = replace(with_mail, smtp_url=server.url.replace("//", "//user:hidden-word@"))
    write(session)
    with running(server, authenticator=server.authenticate, auth_require_tls=False):
        send(engine, wrong)
    (kept,) = outbox(session)
    assert "535" in kept.last_error
    assert "hidden" not in kept.last_error


def test_encryption_is_taken_when_it_is_offered(server: MailServer, tmp_path: Path) -> None:
    with running(server):
        hand_over(server.url)
    with running(server, tls_context=tls(certificate(tmp_path))):
        hand_over(server.url)
    assert server.encrypted == [False, True]


@pytest.mark.parametrize(
    ("scheme", "option"), [("smtp+tls", "tls_context"), ("smtps", "ssl_context")]
)
def test_a_trusted_server_is_given_user_and_password_encrypted(
    server: MailServer, trusted: Certificate, scheme: str, option: str
) -> None:
    options = {"authenticator": server.authenticate, option: tls(trusted)}
    with running(server, auth_require_tls=scheme != "smtps", **options):
        hand_over(server.url.replace("smtp://", f"{scheme}://{QUOTED}@"))
    assert server.users == [USER.encode()]
    assert server.mails[0]["From"] == USER


def test_two_mails_of_the_same_words_have_the_same_size(
    engine: Engine, session: Session, with_mail: Settings, server: MailServer
) -> None:
    with running(server):
        write(session)
        write(session)
        send(engine, with_mail)
    one, two = (len(envelope.content or b"") for envelope in server.taken)
    assert one == two
