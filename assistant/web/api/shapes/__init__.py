"""What goes in and out as JSON: the shapes that the interface describes, and what makes them of our values."""
