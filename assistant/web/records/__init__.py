"""What the service writes down about itself: audit, logs, metrics, feedback."""
