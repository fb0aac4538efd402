"""One answer of a group to a consultation, which its members write together."""
