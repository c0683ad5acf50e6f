"""What is measured: each metric a pure function with its definition, where it comes from, and an example by hand."""
