"""Draft."""

from poa_geo.ui.page import page

with page("kejadian") as reader:
    pass
