"""Sound files as interleaved 32-bit samples, so that every format can be compared with any other."""

import array
import dataclasses
import struct
import sys


@dataclasses.dataclass
class Recording:
    """Interleaved samples of 32 bits, little-endian, full scale at 2^31."""

    samples: bytes
    channels: int
    rate: int

    @property
    def frame_bytes(self):
        return 4 * self.channels

    @property
    def frames(self):
        return len(self.samples) // self.frame_bytes

    def channel(self, number):
        """One of the channels, alone."""
        size = len(self.samples) // self.frame_bytes * 4
        alone = bytearray(size)
        for byte in range(4):
            alone[byte::4] = self.samples[4 * number + byte::self.frame_bytes]
        return Recording(bytes(alone), 1, self.rate)


def widened(data, width):
    """Integers of `width` bytes, moved up to 32 bits."""
    wide = bytearray(len(data) // width * 4)
    for byte in range(width):
        wide[4 - width + byte::4] = data[byte:len(data) // width * width:width]
    return bytes(wide)


def from_float(data):
    """Samples between -1 and 1; more is clamped."""
    samples = array.array("f")
    samples.frombytes(data[:len(data) // 4 * 4])
    if sys.byteorder == "big":
        samples.byteswap()
    limit = (1 << 31) - 1
    return struct.pack(
        f"<{len(samples)}i", *(max(-limit - 1, min(limit, round(x * (1 << 31)))) for x in samples))


def from_s24(data):
    """24 bits in the lower part of four bytes; the fourth may hold anything."""
    wide = bytearray(len(data) // 4 * 4)
    for byte in range(3):
        wide[byte + 1::4] = data[byte:len(data) // 4 * 4:4]
    return bytes(wide)


def to_float(samples):
    """Exact as long as no more than 24 bits of a sample are used."""
    count = len(samples) // 4
    return struct.pack(f"<{count}f", *(x / (1 << 31) for x in struct.unpack(f"<{count}i", samples)))


def to_s24(samples):
    """With the sign repeated in the fourth byte, as cards want it."""
    count = len(samples) // 4
    return struct.pack(f"<{count}i", *(x >> 8 for x in struct.unpack(f"<{count}i", samples)))


def narrowed(samples, width):
    """The upper `width` bytes of each sample."""
    narrow = bytearray(len(samples) // 4 * width)
    for byte in range(width):
        narrow[byte::width] = samples[4 - width + byte::4]
    return bytes(narrow)


# ALSA's formats: to 32 bits, and from there.
FORMATS = {
    "S16_LE": (lambda data: widened(data, 2), lambda samples: narrowed(samples, 2)),
    "S24_LE": (from_s24, to_s24),
    "S24_3LE": (lambda data: widened(data, 3), lambda samples: narrowed(samples, 3)),
    "S32_LE": (lambda data: widened(data, 4), lambda samples: samples),
    "FLOAT_LE": (from_float, to_float),
}


def read(path):
    """Reads a WAV file, also one that is still written to, whose lengths are not right yet."""
    with open(path, "rb") as file:
        data = file.read()
    if not data:
        return Recording(b"", 2, 48000)
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError(f"{path} is no WAV file")
    place, kind, channels, rate, bits = 12, 0, 0, 0, 0
    while place + 8 <= len(data):
        name, length = data[place:place + 4], struct.unpack_from("<I", data, place + 4)[0]
        place += 8
        if name == b"fmt ":
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", data, place)
            if kind == 0xFFFE:
                kind = struct.unpack_from("<H", data, place + 24)[0]
        if name == b"data":
            end = place + length if 0 < length <= len(data) - place else len(data)
            return decode(data[place:end], "FLOAT_LE" if kind == 3 else bits, channels, rate)
        place += length + length % 2
    raise ValueError(f"{path} has no samples")


def decode(data, form, channels, rate=48000):
    """Samples of one of ALSA's formats, or of a number of bits."""
    names = {16: "S16_LE", 24: "S24_3LE", 32: "S32_LE"}
    data = FORMATS[names.get(form, form)][0](data)
    whole = len(data) // (4 * channels) * 4 * channels
    return Recording(data[:whole], channels, rate)
