"""The words of LeakTrace as values, and the rules that hold between them. Pure: no I/O, no clock."""
