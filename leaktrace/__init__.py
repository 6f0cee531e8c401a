"""LeakTrace: which link of the chain leaked a merchant's customers' order data."""

__version__ = "0.1.0"
__all__ = ["__version__"]
