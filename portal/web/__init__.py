"""A request becomes a page: bodies, lanes, templates, headers, cookies and addresses."""
