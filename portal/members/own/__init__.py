"""A member's own page: what others read of them, their address, their devices, and leaving."""
