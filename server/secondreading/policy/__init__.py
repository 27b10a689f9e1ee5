"""A city's policy: its files (`load`), its values (`model`), and the form in which it is checked (`compile`)."""
