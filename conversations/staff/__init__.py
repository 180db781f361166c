"""What is said with staff who look things up."""
