"""Notes to the courier, in their own and in other words."""
