"""What is said with caseworkers."""
