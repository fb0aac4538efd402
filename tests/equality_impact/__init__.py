"""Assessments of what policies and services do to people."""
