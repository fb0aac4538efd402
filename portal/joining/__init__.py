"""Joining a body: somebody applies, a group says if they speak for it, the chair decides."""
