"""A made-up council with synthetic residents, so that everybody can try the whole portal."""
