"""`python -m secondreading`, for where the command is not on the path."""

from secondreading.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
