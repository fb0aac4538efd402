"""Members of groups: how they come to one, what they do there, and how they leave unseen."""
