"""What a council decides about its reports, page by page."""
