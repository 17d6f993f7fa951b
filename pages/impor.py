"""Draft."""

from poa_geo.ui.page import page

with page("impor") as reader:
    pass
