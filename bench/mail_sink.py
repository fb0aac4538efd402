"""A mail server that takes whatever comes and counts it: `python -m bench.mail_sink PORT`."""

import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """Counts mails by who they are for, and says how many came once it is asked to stop."""

    def __init__(self) -> None:
        self.recipients: list[str] = []

    async def handle_DATA(self, _server: SMTP, _client: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail."""
        self.recipients += envelope.rcpt_tos
        return "250 Taken"


def main(port: int) -> None:
    """Take mails until somebody closes the line from which this reads."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    controller.stop()
    sys.stdout.write(f"{len(sink.recipients)} {len(set(sink.recipients))}\n")


if __name__ == "__main__":
    threading.current_thread().name = "mail sink"
    main(int(sys.argv[1]))
