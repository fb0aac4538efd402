"""Hearing once by e-mail what came of a consultation: asked apart from answers, then forgotten."""
