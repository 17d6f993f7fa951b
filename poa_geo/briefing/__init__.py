"""One function per section of a briefing."""
