"""What officers do so that somebody speaks for a group, without seeing any member."""
