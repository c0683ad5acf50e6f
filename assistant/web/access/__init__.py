"""Who may come in, and what of the documents they may see."""
