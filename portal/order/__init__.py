"""Order in bodies: house rules, who may not write, who looks after it, and what is wrong."""
