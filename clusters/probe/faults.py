"""The one way the probe says no."""


class Refused(Exception):
    """The upload is refused; the text is a word that the intake has a sentence for."""
