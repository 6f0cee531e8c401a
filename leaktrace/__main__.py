"""``python -m leaktrace`` is the command ``leaktrace``."""

from leaktrace.cli.main import main

if __name__ == "__main__":
    main()
