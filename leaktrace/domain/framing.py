"""Cutting line-based files into deliveries of whole lines, in bounded memory."""

from collections.abc import Iterator
from typing import BinaryIO

__all__ = ["DELIVERY_BYTES", "MAX_RECORD_BYTES", "OVERSIZE", "line_deliveries"]

DELIVERY_BYTES = 512 * 1024
"""A delivery is closed when it has grown to this size."""
MAX_RECORD_BYTES = 256 * 1024
"""A longer line is no contact: its head is kept for the quarantine, the rest is read past."""
OVERSIZE = b"\x00LEAKTRACE-OVERSIZE "
"""Starts the head of an over-long line; NUL cannot begin a line of any text format."""
_HEAD = 4096


def line_deliveries(stream: BinaryIO) -> Iterator[bytes]:
    """Whole lines, about `DELIVERY_BYTES` at a time; memory is bounded by that and one record.

    An over-long line becomes `OVERSIZE`, its length in bytes, a blank and its first 4 KiB (line
    breaks within are none, so that it stays one line).
    """
    held: list[bytes] = []
    size = 0
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        if len(line) > MAX_RECORD_BYTES and not line.endswith(b"\n"):
            line = _oversize(line, stream)
        held.append(line)
        size += len(line)
        if size >= DELIVERY_BYTES:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _oversize(head: bytes, stream: BinaryIO) -> bytes:
    """Read past the rest of a line; its head, marked."""
    length = len(head)
    while piece := stream.readline(MAX_RECORD_BYTES):
        length += len(piece)
        if piece.endswith(b"\n"):
            break
    return OVERSIZE + str(length).encode() + b" " + head[:_HEAD] + b"\n"
