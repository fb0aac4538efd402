"""Reports, decisions and appeals about what is written."""
