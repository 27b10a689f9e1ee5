"""What IT gets: packages, policy files, server files, and the browsers that take them."""
