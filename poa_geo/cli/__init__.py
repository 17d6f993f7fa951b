"""The commands of ``poa-geo``. Each calls one service; what goes wrong is one sentence and a non-zero exit."""

from importlib import import_module

import click

from poa_geo import __version__

COMMANDS = {
    "init": "upkeep",
    "run": "upkeep",
    "doctor": "upkeep",
    "audit": "upkeep",
    "backup": "upkeep",
    "restore": "upkeep",
    "retention": "upkeep",
    "key": "upkeep",
    "score": "risk",
    "explain": "risk",
    "daily": "risk",
    "backtest": "risk",
    "import": "data",
    "export": "data",
    "template": "data",
    "brief": "leaders",
    "regions": "regions",
    "account": "accounts",
}
"""Command → the module of this package that holds it; a module is read only when its command is called."""


class Commands(click.Group):
    """Finds a command when it is asked for, so that starting the app does not wait for what it does not need."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return one command, None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"poa_geo.cli.{COMMANDS[cmd_name]}")
        commands: tuple[click.Command, ...] = module.COMMANDS
        return next(command for command in commands if command.name == cmd_name)


@click.group(cls=Commands, help="POA-Geo: peringatan dini konflik untuk pemerintah daerah.")
@click.version_option(__version__)
def main() -> None:
    """Hold the commands."""
