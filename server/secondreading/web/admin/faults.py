"""How a sign-in at a provider may end otherwise than hoped."""


class ProviderDown(Exception):
    """The provider does not answer, or not as a provider does."""


class SignInRefused(Exception):
    """The provider answered, but not with a proof of who came."""
