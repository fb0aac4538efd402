"""The languages the portal speaks, and those in which people write to it."""
