"""Pages for people: the try-it page, the API's description, and the extension's own files for them."""
