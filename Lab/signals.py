"""Signals that can be found again: noise, so that no stretch of it is like another."""

import pathlib
import random
import struct

CHANNELS = 2
SECONDS = 12
# Name, bytes of a sample, frames per second.
SIGNALS = (("s16", 2, 48000), ("s24", 3, 48000), ("s16-44100", 2, 44100))


def write(path, width, rate):
    """Writes noise over the full scale of `width` bytes a sample."""
    frame = CHANNELS * width
    data = random.Random(path.name).randbytes(SECONDS * rate * frame)
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, CHANNELS, rate,
        rate * frame, frame, 8 * width, b"data", len(data))
    path.write_bytes(header + data)


def write_all(folder):
    """Makes those signals that are not there."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, width, rate in SIGNALS:
        path = folder / f"{name}.wav"
        if not path.exists():
            write(path, width, rate)
