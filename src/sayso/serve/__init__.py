"""Serve pages and JSON to a browser on this machine: an article that is given, or a collection.

The only part that knows the web framework (Starlette) and the server (uvicorn): the extra `serve`. It has no logic of
its own: reading, checking and the store give what is shown, and `report` makes the pages.
"""
