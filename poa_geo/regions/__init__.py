"""Where things are: locate, crosswalk, shapes, schematic boundaries, neighbours. Pure."""
