"""LeakTrace: which link of the chain leaked a merchant's customers' order data."""

import os

__version__ = "0.1.0"
__all__ = ["__version__"]

# Matrices here are small: threads that wait for one another cost a hundred times what they save, most
# of all beside a second busy process. numpy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
