"""From text to disclosed details and a class. Pure; blind to which value of a pool was given to whom."""
