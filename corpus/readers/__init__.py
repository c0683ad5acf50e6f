"""One module for each format, each with `read(path) -> Iterator[Draft]`; `corpus.read` keeps the registry."""
