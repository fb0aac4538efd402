"""The pages of those who help, and of those who arrange that they can."""
