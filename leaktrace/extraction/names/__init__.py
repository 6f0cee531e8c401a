"""Names of buyers, in Chinese and English texts."""
