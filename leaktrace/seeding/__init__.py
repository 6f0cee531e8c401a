"""Seeding: believable buyers and orders, and the plan by which they are planted. Pure given its inputs."""
