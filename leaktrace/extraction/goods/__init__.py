"""Goods, by their titles and by what people call them."""
