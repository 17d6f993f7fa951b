"""What the commands share: the installation, the clock of options, and one way to fail."""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, NoReturn

import click

from poa_geo.errors import PoaError
from poa_geo.services.installation import Installation, open_installation
from poa_geo.settings import load
from poa_geo.texts import explain_error

Day = click.DateTime(["%Y-%m-%d"])
as_json = click.option("--json", "is_json", is_flag=True, help="Cetak hasil sebagai JSON.")
as_of_option = click.option("--as-of", type=Day, help="Hari yang dihitung (TTTT-BB-HH); bawaan: hari ini.")


def office() -> Installation:
    """Open the installation that the environment names."""
    return open_installation(load())


def told_in_one_sentence(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what stops a command into one sentence on the error stream and exit code 1."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except PoaError as error:
            fail(explain_error(error))

    return run


def fail(sentence: str) -> NoReturn:
    """End the command with a sentence."""
    click.echo(sentence, err=True)
    sys.exit(1)


def day_of(moment: datetime | None) -> date | None:
    """Return the day an option names."""
    return None if moment is None else moment.date()


def end_of_day(moment: datetime | None, here: Installation) -> datetime | None:
    """Return the last instant of the reporting day an option names."""
    if moment is None:
        return None
    return moment.replace(hour=23, minute=59, second=59, microsecond=999999, tzinfo=here.settings.time_zone)


def print_json(value: Any) -> None:
    """Print machine-readable results."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))
