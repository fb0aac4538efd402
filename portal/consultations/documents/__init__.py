"""Documents that go with a consultation: what they really are, and where their bytes lie."""
