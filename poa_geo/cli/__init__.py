"""The commands of ``poa-geo``. Each calls one service; what goes wrong is one sentence and a non-zero exit."""

import click

from poa_geo import __version__
from poa_geo.cli import accounts, data, leaders, regions, risk, upkeep


@click.group(help="POA-Geo: peringatan dini konflik untuk pemerintah daerah.")
@click.version_option(__version__)
def main() -> None:
    """Hold the commands."""


for module in (upkeep, risk, data, regions, leaders, accounts):
    for command in module.COMMANDS:
        main.add_command(command)
