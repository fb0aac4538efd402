"""The start page of staff, settings, and the first-run guide."""
