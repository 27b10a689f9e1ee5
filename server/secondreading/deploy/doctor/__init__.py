"""The doctor: looks at a deployment from outside, as browsers see it, and says in words what is wrong."""
