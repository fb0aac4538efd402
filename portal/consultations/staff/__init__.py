"""How staff prepare consultations, publish them, and enter answers for others."""
