"""``python -m poa_geo.cli`` is ``poa-geo``."""

from poa_geo.cli import main

main()
