"""What is shipped for running the portal writes no log of visitors and keeps its protections.

The files are read here as nginx, Caddy and systemd read them, because none of these need be
installed where the tests run. Each rule is also tried on a file in which it was broken.
"""

import os
import re
import shlex
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine

from portal import app, cli
from portal.files import sandbox
from portal.incidents.report_settings import Arrangements
from portal.languages import locales
from portal.operating import connections
from portal.settings import from_environment
from portal.web import body, security

DEPLOY = Path(__file__).parents[1] / "deploy"
MIB = 1024 * 1024
CADDYS_OWN = 4096  # Go, in which it is written, lets in so much more than it is told.
TOKEN = re.compile(r"""\s*(?:\#[^\n]*|("(?:\\.|[^"])*"|'(?:\\.|[^'])*'|[^\s;{}"']+|[;{}]))""")
REPORTS = [f"/{tag}/help/speak-up" for tag in locales.LANGUAGES]


@dataclass
class Directive:
    """One directive with its words, and what stands in its braces."""

    words: list[str]
    inside: list["Directive"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.words[0] if self.words else ""

    def all(self, name: str) -> list["Directive"]:
        """Find what has this name directly inside."""
        return [one for one in self.inside if one.name == name]

    def deep(self) -> Iterator["Directive"]:
        """Go through everything inside, at any depth."""
        for one in self.inside:
            yield one
            yield from one.deep()

    def says(self, *words: str) -> bool:
        """Tell whether a directive with exactly these words stands directly inside."""
        return list(words) in [one.words for one in self.inside]


def nginx(text: str) -> Directive:
    """Read an nginx configuration: words up to a semicolon, or up to braces."""
    root = Directive(["nginx"])
    open_blocks = [root]
    words: list[str] = []
    for token in TOKEN.findall(text):
        if token == "{":
            open_blocks.append(Directive(words))
            open_blocks[-2].inside.append(open_blocks[-1])
            words = []
        elif token == "}":
            open_blocks.pop()
        elif token == ";":
            open_blocks[-1].inside.append(Directive(words))
            words = []
        elif token:
            words = [*words, token.strip("\"'")]
    assert open_blocks == [root]
    return root


def caddy(text: str) -> Directive:
    """Read a Caddyfile: a directive to a line, and a brace at its end opens a block."""
    root = Directive(["caddy"])
    open_blocks = [root]
    for line in text.splitlines():
        words = line.split(" #")[0].split()
        if not words or words[0].startswith("#"):
            continue
        if words == ["}"]:
            open_blocks.pop()
            continue
        directive = Directive([word.strip('"') for word in words if word != "{"])
        open_blocks[-1].inside.append(directive)
        if words[-1] == "{":
            open_blocks.append(directive)
    assert open_blocks == [root]
    return root


def unit(text: str) -> dict[str, list[str]]:
    """Read a unit of systemd: every value of each setting, in order."""
    settings: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, given, value = line.partition("=")
        if given and not line.startswith(("#", ";")):
            settings.setdefault(name.strip(), []).append(value.strip())
    return settings


def size(words: str) -> int:
    """Read a size as nginx (33m) and Caddy (33MiB) write it; Caddy's 33MB is a decimal one."""
    number, suffix = re.fullmatch(r"(\d+)(\w*)", words).groups()  # type: ignore[union-attr]
    units = {"": 1, "k": 1024, "KiB": 1024, "m": MIB, "MiB": MIB, "MB": 1_000_000}
    return int(number) * units[suffix]


# Directives that write about visitors, keep their addresses, or write bodies to a disk.
NGINX_FORBIDDEN = {
    "log_format",
    "mirror",
    "limit_req",
    "limit_req_zone",
    "limit_conn",
    "limit_conn_zone",
    "client_body_in_file_only",
    "proxy_store",
    "proxy_cache_path",
    "debug_connection",
    "rewrite_log",
}
NGINX_SERVING = (
    ("proxy_request_buffering", "off"),
    ("proxy_max_temp_file_size", "0"),
    ("proxy_cache", "off"),
    ("gzip", "off"),
    ("server_tokens", "off"),
    ("ssl_session_tickets", "off"),
    ("ssl_protocols", "TLSv1.2", "TLSv1.3"),
    ("proxy_http_version", "1.1"),
    ("proxy_set_header", "Host", "$host"),
    ("proxy_set_header", "X-Forwarded-For", ""),
    ("proxy_set_header", "X-Real-IP", ""),
    ("proxy_set_header", "Forwarded", ""),
    ("proxy_set_header", "X-Visitor-Network", "$visitor_network"),
)
NGINX_TIMEOUTS = ("client_header_timeout", "client_body_timeout", "send_timeout")


def nginx_faults(text: str) -> list[str]:
    """List what is wrong with a configuration of nginx."""
    root = nginx(text)
    servers = root.all("server")
    faults = [f"{one.name} is there" for one in root.deep() if one.name in NGINX_FORBIDDEN]
    for one in root.deep():
        if one.name == "access_log" and one.words[1:] != ["off"]:
            faults.append("an access log is written")
        if one.name == "error_log" and one.words[1:2] != ["/dev/null"]:
            faults.append("an error log is written")
        if any("$remote_addr" in word for word in one.words) and one.name != "map":
            faults.append("an address is passed on")
    faults += [
        "a server leaves its logs on"
        for server in servers
        if not server.says("access_log", "off") or not server.all("error_log")
    ]
    serving = [server for server in servers if server.all("location")]
    return faults + [fault for server in serving for fault in _serving_faults(server)]


def _serving_faults(server: Directive) -> Iterator[str]:
    yield from (f"not set: {words}" for words in NGINX_SERVING if not server.says(*words))
    yield from (f"no {name}" for name in NGINX_TIMEOUTS if not server.all(name))
    buffers = [one.words[1:] for one in server.all("large_client_header_buffers")]
    if sum(int(count) * size(each) for count, each in buffers) != security.HEADERS_BYTES:
        yield "headers are as large as anybody likes"
    largest = [size(one.words[1]) for one in server.all("client_max_body_size")]
    if not largest or not body.UPLOAD_BYTES <= largest[0] <= body.UPLOAD_BYTES + MIB:
        yield "uploads are cut off, or as large as anybody likes"
    own = [one for one in server.all("location") if one.words[1] == "~"]
    for path in REPORTS:
        silent = [one for one in own if re.search(one.words[2], path)]
        if len(silent) != 1 or not silent[0].says("access_log", "off"):
            yield f"{path} is not kept silent"


def caddy_faults(text: str) -> list[str]:
    """List what is wrong with a Caddyfile."""
    root = caddy(text)
    options, sites = root.inside[0], root.inside[1:]
    faults = []
    if options.words or "exclude http" not in [" ".join(d.words) for d in _default_log(options)]:
        faults.append("requests that go wrong are logged")
    if "admin off" not in [" ".join(one.words) for one in options.inside]:
        faults.append("the configuration can be changed from outside")
    if not {"read_header", "read_body", "write", "idle"} <= {one.name for one in options.deep()}:
        faults.append("a slow visitor is waited for without end")
    headers = [size(one.words[1]) for one in options.deep() if one.name == "max_header_size"]
    if [one + CADDYS_OWN for one in headers] != [security.HEADERS_BYTES]:
        faults.append("headers are as large as anybody likes")
    for site in sites:
        faults += _site_faults(site)
    return faults


def _default_log(options: Directive) -> list[Directive]:
    logs = options.all("log")
    return logs[0].inside if [one.words for one in logs] == [["log", "default"]] else []


def _site_faults(site: Directive) -> Iterator[str]:
    everything = {" ".join(one.words) for one in site.deep()}
    names = {one.name for one in site.deep()}
    if names & {"log", "log_append", "log_name", "encode", "metrics", "tracing"}:
        yield "the site writes a log, or compresses"
    for header in ("-X-Forwarded-For", "-X-Real-IP", "-Forwarded"):
        if f"header_up {header}" not in everything:
            yield f"{header[1:]} tells the address"
    if "header_up X-Visitor-Network {visitor_network}" not in everything:
        yield "anybody may say which network they come from"
    if "protocols tls1.2 tls1.3" not in everything:
        yield "old encryption is accepted"
    largest = [size(one.words[1]) for one in site.deep() if one.name == "max_size"]
    if not largest or not body.UPLOAD_BYTES <= largest[0] <= body.UPLOAD_BYTES + MIB:
        yield "uploads are cut off, or as large as anybody likes"
    if {"request_buffers", "response_buffers"} & names:
        yield "bodies are held back"


HARDENING = {
    "CapabilityBoundingSet": "",
    "LimitCORE": "0",
    "MemorySwapMax": "0",
    "NoNewPrivileges": "yes",
    "PrivateDevices": "yes",
    "PrivateTmp": "yes",
    "ProtectHome": "yes",
    "ProtectSystem": "strict",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "UMask": "0077",
    "User": "voices",
}
SERVICE_ONLY = {
    "KeyringMode": "private",
    "LimitNOFILE": str(connections.FILES),
    "OOMPolicy": "continue",
    "PrivateUsers": "yes",
    "ProtectProc": "invisible",
    "RemoveIPC": "yes",
    "StateDirectoryMode": "0700",
    "SystemCallArchitectures": "native",
}
OPENING = {"voices.service": "voices", "voices-backup.service": "voices-backup"}


def unit_faults(text: str, runtime: str, more: dict[str, str] = SERVICE_ONLY) -> list[str]:
    """List what is wrong with a service that may hold what was opened."""
    settings = unit(text)
    wanted = HARDENING | more | {"RuntimeDirectory": runtime}
    faults = [f"not set: {name}" for name, value in wanted.items() if settings.get(name) != [value]]
    environment = settings.get("Environment", [])
    if f"TMPDIR=/run/{runtime}" not in environment:
        faults.append("temporary files are on a disk")
    if any(re.match(r"PORTAL_(SECRET_KEY|SMTP_URL)=", one) for one in environment):
        faults.append("a secret stands in the environment")
    if "PORTAL_SECRET_KEY_FILE=%d/secret-key" not in environment:
        faults.append("the secret key is no credential")
    return faults


def test_two_hostile_files_at_once_leave_the_portal_its_memory(engine: Engine) -> None:
    most = unit(shipped("voices.service"))["MemoryMax"]
    at_once = int(app._limits(engine).files.total_tokens)
    assert most == ["2G"]
    assert at_once * sandbox.MEMORY + 512 * MIB <= 2 * 1024 * MIB


def shipped(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("access_log off;", "access_log /var/log/nginx/access.log;"),
        ("access_log off;", ""),
        ("error_log /dev/null emerg;", "error_log /var/log/nginx/error.log;"),
        ("error_log /dev/null emerg;", "error_log stderr crit;"),
        ("error_log /dev/null emerg;", ""),
        ("client_max_body_size 33m;", "client_max_body_size 13m;"),
        ("client_max_body_size 33m;", "client_max_body_size 0;"),
        ("client_max_body_size 33m;", ""),
        ("proxy_request_buffering off;", "proxy_request_buffering on;"),
        ("proxy_max_temp_file_size 0;", ""),
        ("gzip off;", "gzip on;"),
        ("TLSv1.2 TLSv1.3", "TLSv1 TLSv1.2 TLSv1.3"),
        ('X-Forwarded-For "";', "X-Forwarded-For $proxy_add_x_forwarded_for;"),
        ('X-Real-IP "";', "X-Real-IP $remote_addr;"),
        ("X-Visitor-Network $visitor_network;", "X-Visitor-Network $remote_addr;"),
        ("client_body_timeout 20s;", ""),
        ("large_client_header_buffers 4 4k;", ""),
        ("large_client_header_buffers 4 4k;", "large_client_header_buffers 4 32k;"),
        ("client_header_timeout 15s;", ""),
        ("help/speak-up {", "help/speak {\n return 404;\n}\nlocation ~ ^/en/help/speak-up {"),
        ("server_tokens off;", "server_tokens off; limit_req zone=one;"),
        ("upstream voices {", "log_format all '$remote_addr';\nupstream voices {"),
    ],
)
def test_a_fault_in_the_configuration_of_nginx_is_found(line: str, instead: str) -> None:
    assert line in shipped("nginx.conf")
    assert nginx_faults(shipped("nginx.conf").replace(line, instead)) != []


def test_each_log_of_nginx_is_off_for_itself() -> None:
    text = shipped("nginx.conf")
    for line in ("access_log off;", "error_log /dev/null emerg;"):
        for place in [found.start() for found in re.finditer(re.escape(line), text)][:-1]:
            assert nginx_faults(text[:place] + text[place + len(line) :]) != []


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("exclude http\n", "\n"),
        ("exclude http\n", "exclude http.log.access\n"),
        ("log default {", "log {"),
        ("admin off", ""),
        ("\ttls {", "\tlog\n\ttls {"),
        ("\ttls {", "\tlog {\n\t\toutput file /var/log/a.log\n\t}\n\ttls {"),
        ("\ttls {", "\tencode gzip\n\ttls {"),
        ("tls1.2 tls1.3", "tls1.3"),
        ("max_size 33MiB", "max_size 13MB"),
        ("max_size 33MiB", "max_size 33MB"),
        ("max_size 33MiB", ""),
        ("header_up -X-Forwarded-For\n", "\n"),
        ("X-Visitor-Network {visitor_network}\n\t}", "X-Visitor-Network {remote_host}\n\t}"),
        ("read_body 5m", ""),
        ("max_header_size 12KiB", ""),
        ("max_header_size 12KiB", "max_header_size 1MB"),
    ],
)
def test_a_fault_in_the_caddyfile_is_found(line: str, instead: str) -> None:
    assert line in shipped("Caddyfile")
    assert caddy_faults(shipped("Caddyfile").replace(line, instead)) != []


@pytest.mark.parametrize("name", [*HARDENING, *SERVICE_ONLY, "RuntimeDirectory", "Environment"])
def test_a_protection_that_is_gone_is_found(name: str) -> None:
    lines = shipped("voices.service").splitlines()
    without = "\n".join(line for line in lines if not line.startswith(f"{name}="))
    assert without != shipped("voices.service")
    assert unit_faults(without, "voices") != []


@pytest.mark.parametrize(
    "line",
    ["Environment=PORTAL_SECRET_KEY=x", "UMask=0022", "MemorySwapMax=infinity", "ProtectSystem="],
)
def test_a_line_that_takes_a_protection_back_is_found(line: str) -> None:
    assert unit_faults(f"{shipped('voices.service')}\n{line}", "voices") != []


def test_nginx_writes_down_nothing_about_visitors() -> None:
    assert nginx_faults(shipped("nginx.conf")) == []


def test_caddy_writes_down_nothing_about_visitors() -> None:
    assert caddy_faults(shipped("Caddyfile")) == []


def test_the_services_are_shut_in() -> None:
    assert unit_faults(shipped("voices.service"), "voices") == []
    assert unit_faults(shipped("voices-backup.service"), "voices-backup", {}) == []


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113"),
        ("2001:db8:7:1::5", "2001:db8:7"),
        ("2001:db8::5", "2001:db8:"),
        ("::1", ""),
    ],
)
def test_no_more_than_the_network_of_a_visitor_is_passed_on(address: str, network: str) -> None:
    (by_nginx,) = nginx(shipped("nginx.conf")).all("map")
    patterns = [one.words[0] for one in by_nginx.inside if one.words[0].startswith("~")]
    assert shortened(patterns, address) == network
    (by_caddy,) = [one for one in caddy(shipped("Caddyfile")).deep() if one.name == "map"]
    patterns = [one.words[0] for one in by_caddy.inside if one.words[0].startswith("~")]
    assert shortened(patterns, address) == network


def shortened(patterns: Sequence[str], address: str) -> str:
    """Shorten an address as the first pattern that fits does."""
    python = [pattern[1:].replace("(?<", "(?P<") for pattern in patterns]
    found = [match for pattern in python if (match := re.search(pattern, address))]
    return found[0][1] if found else ""


def test_both_proxies_and_the_service_name_the_same_header() -> None:
    environment = unit(shipped("voices.service"))["Environment"]
    assert "PORTAL_SOURCE_HEADER=X-Visitor-Network" in environment


@pytest.mark.parametrize("name", ["voices.service", "voices-backup.service"])
def test_the_services_set_what_the_portal_reads(name: str) -> None:
    settings = unit(shipped(name))
    known = Path(cli.__file__).with_name("settings.py").read_text()
    names = [one.partition("=")[0] for one in settings["Environment"]]
    read = [one.removeprefix("PORTAL_").removesuffix("_FILE") for one in names if "PORTAL_" in one]
    assert read
    assert all(f'"{one}"' in known for one in read)
    credentials = {one.partition(":")[0] for one in settings["LoadCredential"]}
    used = re.findall(r"_FILE=%d/([\w-]+)", " ".join(settings["Environment"]))
    assert credentials == set(used)
    values = dict(one.split("=", 1) for one in settings["Environment"] if "_FILE" not in one)
    assert from_environment(values | {"PORTAL_SECRET_KEY": "x" * 40}).https


def test_the_backup_keeps_the_keys_apart_and_names_options_that_exist() -> None:
    (command,) = unit(shipped("voices-backup.service"))["ExecStart"]
    folder, keys = re.findall(r'"(/var/backups/[\w-]+)/\$\$day"', command)
    assert folder != keys
    assert not keys.startswith(f"{folder}/")
    assert {"folder", "keys"} <= {option.name for option in cli.make_backup.params}
    assert {folder, keys} < set(unit(shipped("voices-backup.service"))["ReadWritePaths"][0].split())


def test_copies_are_deleted_after_the_days_that_residents_are_told() -> None:
    settings, told = unit(shipped("voices-expiry.service")), Arrangements()
    assert f"COPY_DAYS={told.backup_days}" in settings["Environment"]
    assert f"KEY_DAYS={told.key_backup_days}" in settings["Environment"]
    assert "OnCalendar=hourly" in shipped("voices-expiry.timer")
    keys, copies = settings["ExecStart"]
    assert "/var/backups/voices-keys -mindepth 1" in keys
    assert "KEY_DAYS * 1440" in keys
    assert "/var/backups/voices -mindepth 1" in copies
    assert "COPY_DAYS * 1440" in copies
    readme = shipped("README.md")
    assert f"after {told.backup_days} days" in readme
    assert f"{told.key_backup_days} days. With it alone" in readme


def test_what_is_older_than_its_days_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    settings = unit(shipped("voices-expiry.service"))
    days = dict(one.split("=", 1) for one in settings["Environment"])
    for command, name in zip(settings["ExecStart"], ("KEY_DAYS", "COPY_DAYS"), strict=True):
        folder = tmp_path / name
        for age in (-1, 1):
            made = folder / f"{age}" / "documents"
            made.mkdir(parents=True)
            moment = time.time() - int(days[name]) * 86400 - age * 600
            os.utime(made.parent, (moment, moment))
        plain = re.sub(r"/var/backups/[\w-]+", str(folder), command).replace("$$", "$")
        subprocess.run(shlex.split(plain), env=os.environ | days, check=True)  # noqa: S603
        assert [one.name for one in folder.iterdir()] == ["-1"]


def test_the_readme_names_every_file_that_is_shipped() -> None:
    names = {file.name for file in DEPLOY.iterdir()} - {"README.md"}
    table = shipped("README.md").replace("`, `.timer`", ".timer`")
    assert all(name.removesuffix(".timer") in table for name in names)
    assert len(names) == 7
