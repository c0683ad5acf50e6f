"""The gates that a request passes before anything else sees it: one small ASGI class each."""
