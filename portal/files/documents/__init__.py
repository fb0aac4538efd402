"""Documents of any common format, read into the same lines and tables."""
