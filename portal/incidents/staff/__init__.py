"""What those who help do with reports, and those who arrange that they can."""
