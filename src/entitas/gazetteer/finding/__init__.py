"""Finding names in texts, and weighing what they mean there."""
