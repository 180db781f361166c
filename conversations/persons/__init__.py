"""What is said with a person who looks for help."""
