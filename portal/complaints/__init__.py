"""Comment cards on any service; complaints and compliments about race equality; their answers."""
