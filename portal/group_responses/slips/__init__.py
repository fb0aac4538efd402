"""Slips of paper with a code, which groups give out: whoever has one answers as brought by them."""
