"""The doors: gate, sign-in, geometry, health."""
