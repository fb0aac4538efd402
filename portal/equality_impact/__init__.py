"""What a policy or a service does to people, assessed, and a public register of it."""
