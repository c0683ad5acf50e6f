"""The library of documents behind the page: what comes in, what is corrected, what goes, and who sees what of it."""
