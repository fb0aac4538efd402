"""Questions with options and conditions: how they are asked and their answers read. Pure."""
