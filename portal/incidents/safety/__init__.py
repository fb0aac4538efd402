"""Texts that could harm when they are misread, and who signed them off."""
