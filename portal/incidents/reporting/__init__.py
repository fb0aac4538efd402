"""The pages of a reporter, under one address. They never learn who is signed in."""
