"""A city's policy: its files (`load`), its values (`model`), the form in which it checks (`compile`)."""
