"""Second Reading checks a social media draft against a city's policy before it is posted."""

__version__ = "0.1.0"
