"""What is true without a computer: the rules of domain.md, pure and typed."""
