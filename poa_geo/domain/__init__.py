"""What things are: regions, records, filters and the rules they keep. Pure."""
