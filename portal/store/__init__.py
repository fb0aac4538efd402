"""What is kept: the database, the log of what staff wrote, work that is due, mails."""
