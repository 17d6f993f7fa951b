"""Draft."""

from poa_geo.ui.page import page

with page("ringkasan") as reader:
    pass
