"""Draft."""

from poa_geo.ui.page import page

with page("admin") as reader:
    pass
