"""What is written in the rooms of bodies, by whom, and what the council owes an answer to."""
