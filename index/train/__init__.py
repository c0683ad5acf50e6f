"""Make the bundled embedding model: data → pairs → tokenizer → static vectors. Not needed to search."""
