"""The promises about deleting what people sent: what is due, and that it is done."""
