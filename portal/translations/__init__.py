"""Translations of what a feature owns: of which words, into which language, and how they stand."""
