"""Real servers for the tests: gunicorn as `hotline serve` starts it, and nginx with the shipped file."""

import http.client
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONFIGURATION = ROOT / "docs" / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Answer:
    """What came back: the body is as sent, compressed or not."""

    status: int
    headers: Mapping[str, list[str]]
    body: bytes

    def header(self, name: str) -> str | None:
        values = self.headers.get(name.lower(), [])
        return ", ".join(values) if values else None


@dataclass
class Server:
    """A running server and the file that holds whatever it said."""

    port: int
    log: Path
    process: "subprocess.Popen[bytes]" = field(repr=False)

    def ask(
        self,
        path: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        host: str = "localhost",
        source: str = "127.0.0.1",
    ) -> Answer:
        """One request on a connection of its own; only the headers given here are sent, and Host."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=20, source_address=(source, 0)
        )
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", host)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body is not None and "Content-Length" not in (headers or {}):
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            found: dict[str, list[str]] = {}
            for name, value in response.getheaders():
                found.setdefault(name.lower(), []).append(value)
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def send(self, request: bytes) -> bytes:
        """Send exactly these bytes and read until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(request)
            parts = []
            try:
                while part := connection.recv(65536):
                    parts.append(part)
            except ConnectionResetError:
                pass
            return b"".join(parts)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def gunicorn(var: Path, folder: Path, **settings: str) -> Iterator[Server]:
    """The web workers over `var`, as a gunicorn of the operator's own runs them: without a keeper."""
    command = ["gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "wsgi:application"]
    yield from _python(command, var, folder, {"WEB_CONCURRENCY": "1", **settings})


@contextmanager
def service(var: Path, folder: Path, **settings: str) -> Iterator[Server]:
    """Everything that `hotline serve` starts: workers and keeper, which typesets no forms unless told to."""
    usual = {"WEB_CONCURRENCY": "2", "HOTLINE_PRINT": "false"}
    yield from _python(["hotline.cli", "serve"], var, folder, {**usual, **settings})


def _python(module: list[str], var: Path, folder: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("HOTLINE_", "GUNICORN"))
    }
    environment |= {"HOTLINE_VAR": str(var), "PORT": str(port), **settings}
    environment["PYTHONPATH"] = os.pathsep.join(
        part for part in (str(ROOT), settings.get("PYTHONPATH", "")) if part
    )
    log = folder / f"gunicorn-{port}.log"
    command = [sys.executable, "-m", *module]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    yield from _while_running(Server(port, log, process))


@contextmanager
def nginx(var: Path, folder: Path, service: int) -> Iterator[Server]:
    """nginx with the shipped configuration; only its paths and ports are replaced."""
    assert NGINX is not None
    port = free_port()
    folder = folder / f"nginx-{port}"
    folder.mkdir()
    log = folder / "error.log"
    policy = folder / "hotline-policy.conf"
    written = subprocess.run(
        [sys.executable, "-m", "hotline.web.policy"], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    policy.write_text(written.stdout)
    text = CONFIGURATION.read_text()
    user = pwd.getpwuid(os.getuid()).pw_name
    for shipped, ours in (
        ("user www-data;", f"user {user};" if os.getuid() == 0 else ""),
        ("/run/nginx.pid", str(folder / "pid")),
        ("/var/log/nginx/error.log", str(log)),
        ("/etc/nginx/hotline-policy.conf", str(policy)),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{service};"),
        ("listen 80 default_server;   ", f"listen 127.0.0.1:{port} default_server backlog=4096;"),
        ("/var/lib/hotline/editions", str(var / "editions")),
    ):
        assert text.count(shipped) == 1, shipped
        text = text.replace(shipped, ours)
    scratch = "".join(
        f"{kind}_temp_path {folder / kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = text.replace("http {\n", "http {\n" + scratch, 1)
    if not Path("/etc/nginx/mime.types").exists():
        (folder / "mime.types").write_text("types { text/html html; application/json json; }")
        text = text.replace("/etc/nginx/mime.types", str(folder / "mime.types"))
    (folder / "nginx.conf").write_text(text)
    command = [
        NGINX,
        "-e",
        str(log),
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-g",
        "daemon off;",
    ]
    with (folder / "output.log").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    yield from _while_running(Server(port, log, process))


def _while_running(server: Server) -> Iterator[Server]:
    try:
        deadline = time.monotonic() + 180
        while True:
            try:
                server.ask("/")
                break
            except (OSError, http.client.HTTPException):
                output = server.log.read_text() if server.log.exists() else ""
                assert server.process.poll() is None, output
                assert time.monotonic() < deadline, output
                time.sleep(0.05)
        yield server
    finally:
        server.process.terminate()
        try:
            server.process.wait(15)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()
