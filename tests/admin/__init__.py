"""The admin pages: signing in, what may be seen and changed, and what is refused."""
