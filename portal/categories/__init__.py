"""Equality questions in harmonised wording, and how their answers roll up."""
