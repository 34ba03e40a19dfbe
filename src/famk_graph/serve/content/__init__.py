"""What the pages tell: worked out here, laid out in the templates."""
