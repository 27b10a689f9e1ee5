"""Speed and size as ratios of one run: `make bench` prints the table. Nothing here is a timed test."""
