"""The portal around its features: home, help, statements, settings."""
