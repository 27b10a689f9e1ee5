"""The admin pages: signed in, server-rendered, and on the same functions as the API."""
