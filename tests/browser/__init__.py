"""A real Chromium with the extension, on pages built like those of real sites."""
