"""What the service writes down about what happened."""
