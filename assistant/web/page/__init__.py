"""The page that staff work with: a frame of Gradio, and in it elements of our own that speak with /api/v1."""
