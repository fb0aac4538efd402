"""Interpreters, formats and calls in a language: asked for, answered, counted without a name."""
