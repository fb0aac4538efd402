"""Settings pages of any feature: sections of fields, what is missing, and how they are kept."""
