"""The extension's logic that needs no browser, tested in Node."""
