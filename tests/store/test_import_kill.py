"""Kill -9 at any moment of an import leaves nothing of the file, or all of it."""

import json
import random
import subprocess
import sys
from pathlib import Path

from support import FIRST_DAY

from poa_geo.demo.scale import as_sheet, many_incidents
from poa_geo.services.installation import Installation
from poa_geo.store import audit

ROWS = 20_000
SOONEST, LATEST, KILLS = 0.0, 2.5, 2
"""Seconds after the last row was read; the writing takes about that long."""

IMPORT_AND_KILL = """
import json, os, signal, sys, time
from sqlalchemy import func, select
from poa_geo.cli import data, main
from poa_geo.services.ground import ground
from poa_geo.services.installation import open_installation
from poa_geo.settings import load
from poa_geo.store import tables

here = open_installation(load())
ground(here)  # outlines are read once, so that each kill costs only what it interrupts
data.office = lambda: here

def counts():
    with here.reading() as connection:
        found = (connection.execute(select(func.count()).select_from(table)).scalar_one()
                 for table in (tables.incident, tables.record_version, tables.change, tables.import_row))
        return [int(count) for count in found]

def start():
    here.engine.dispose()
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(into, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        main(["import", sys.argv[1]])
    os.close(into)
    return child, out

def until(out, said):
    heard = b""
    while said not in heard and (piece := os.read(out, 4096)):
        heard += piece

for place, seconds in json.loads(sys.argv[2]):
    child, out = start()
    until(out, place.encode())
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    os.close(out)
    print(json.dumps([os.WIFSIGNALED(status), counts()]))

child, out = start()
until(out, b"the end of the stream")
print(json.dumps([os.waitpid(child, 0)[1] != 0, counts()]))
"""


def test_a_killed_import_leaves_nothing_or_everything_and_can_be_repeated(office: Installation, tmp_path: Path) -> None:
    file = tmp_path / "kejadian.csv"
    rows = many_incidents(office.tree, ROWS, FIRST_DAY)
    rows.pop("region_code")  # a point alone is never refused
    file.write_bytes(as_sheet(rows))
    chance = random.Random()
    moments = [("10.000", chance.uniform(0, 1))]
    moments += [("20.000", seconds) for seconds in sorted(chance.uniform(SOONEST, LATEST) for _ in range(KILLS))]
    url = office.settings.database_url
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_AND_KILL, str(file), json.dumps(moments)],
        env={"POA_HOME": str(office.settings.home), "POA_DATABASE_URL": url},
        timeout=150, check=True, capture_output=True,
    )  # fmt: skip
    states = [json.loads(line) for line in done.stdout.splitlines()]
    nothing, everything = [0, 0, 0, 0], [ROWS, ROWS, ROWS, ROWS]
    *killed, (failed, last) = states
    assert len(killed) == KILLS + 1
    assert killed[0] == [True, nothing], f"killed while reading, at {moments[0]}"
    assert all(state in (nothing, everything) for _, state in killed), (moments, states)
    assert (failed, last) == (False, everything)
    with office.reading() as connection:
        assert audit.verify(connection, office.keyring.audit_key) == []
