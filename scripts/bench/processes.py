"""Servers of the benchmarks: started on a free port of this machine, and stopped."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

SECONDS_TO_START = 120


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    process: int

    def cpu_seconds(self) -> float:
        """Return the processor time it has used so far."""
        return cpu_seconds(self.process)


def cpu_seconds(process: int) -> float:
    """Return the processor time a process has used so far; good to a hundredth of a second."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def spent_by_database(connection: Connection, task: Callable[[], object], repeat: int) -> float:
    """Return the processor seconds that PostgreSQL itself needs for one run of a task, after a first run to warm up.

    Everything runs in the one process that serves the connection: no parallel workers, whose time nobody would see.
    """
    connection.execute(text("SET max_parallel_workers_per_gather = 0"))
    process = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    task()
    before = cpu_seconds(process)
    for _ in range(repeat):
        task()
    return (cpu_seconds(process) - before) / repeat


@contextmanager
def serving(command: Sequence[str], environ: Mapping[str, str], alive: str) -> Iterator[Server]:
    """Start a Python module with ``{port}`` filled in; yield it once `alive` answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    filled = [part.format(port=port) for part in command]
    server = subprocess.Popen(
        [sys.executable, "-m", *filled], env=os.environ | dict(environ) | {"POA_PORT": port},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address + alive, server)
        yield Server(address, server.pid)
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no answer from {address}")
