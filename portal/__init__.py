"""Voices: a council and its Black and minority ethnic residents hear each other."""

__version__ = "0.1.0"
