"""POA-Geo: geospatial conflict early warning for Indonesian local government."""

__version__ = "0.1.0"
