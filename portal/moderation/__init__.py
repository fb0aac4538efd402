"""Looking after what is written: reports, decisions with their reasons, appeals, and the log."""
