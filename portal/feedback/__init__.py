"""You said, we did: what came of a consultation, by when, and what readers and the chair say."""
