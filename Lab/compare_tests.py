"""The comparison finds what it is there to find: run before anything is compared."""

import math
import random
import struct
import unittest

import compare
import recording

NOISE = recording.Recording(random.Random(1).randbytes(4000 * 8), 2, 48000)
SILENCE = b"\0" * 800


def recorded(*parts):
    """What is recorded when parts of the noise, or bytes, follow one another."""
    data = b"".join(
        part if isinstance(part, bytes) else NOISE.samples[part[0] * 8:part[1] * 8]
        for part in parts)
    return recording.Recording(data, 2, 48000)


class VerdictTests(unittest.TestCase):
    def holds(self, *parts, minimum=2000, pieces=1):
        return compare.verdict(NOISE, recorded(*parts), minimum, pieces)[0]

    def test_finds_the_signal_between_silence(self):
        self.assertTrue(self.holds(SILENCE, (100, 3000), SILENCE))

    def test_refuses_too_few_frames(self):
        self.assertFalse(self.holds((100, 1500)))

    def test_refuses_silence(self):
        self.assertFalse(self.holds(SILENCE * 100))

    def test_finds_a_frame_too_few(self):
        self.assertFalse(self.holds((0, 2500), (2501, 4000)))

    def test_finds_a_frame_too_many(self):
        self.assertFalse(self.holds((0, 2500), (2499, 4000)))

    def test_finds_a_wrong_bit(self):
        wrong = bytearray(NOISE.samples)
        wrong[2500 * 8] ^= 1
        self.assertFalse(compare.verdict(NOISE, recorded(bytes(wrong)), 2000)[0])

    def test_finds_swapped_channels(self):
        swapped = b"".join(
            NOISE.samples[at + 4:at + 8] + NOISE.samples[at:at + 4] for at in range(0, 32000, 8))
        self.assertFalse(self.holds(swapped))

    def test_finds_something_else(self):
        other = random.Random(2).randbytes(8 * (compare.EDGES + 1))
        self.assertFalse(self.holds((0, 3000), other))

    def test_allows_as_many_pieces_as_told(self):
        parts = ((0, 2500), SILENCE, (2600, 3900))
        self.assertTrue(self.holds(*parts, pieces=2))
        self.assertFalse(self.holds(*parts))


class LineOfTimeTests(unittest.TestCase):
    signal = NOISE.channel(0)

    def holds(self, *parts):
        return compare.continuity(self.signal, recorded(*parts).channel(0))[0]

    def test_goes_on_behind_silence(self):
        self.assertTrue(self.holds((0, 1000), SILENCE, (1100, 4000), (0, 500)))

    def test_finds_a_step_in_time(self):
        self.assertFalse(self.holds((0, 1000), SILENCE, (1101, 4000)))


class ToneTests(unittest.TestCase):
    def tone(self, hertz):
        samples = (round(1e9 * math.sin(2 * math.pi * hertz / 48000 * n)) for n in range(48000))
        return recording.Recording(struct.pack("<48000i", *samples), 1, 48000)

    def test_measures_pitch_to_a_tenth_of_a_millionth(self):
        self.assertAlmostEqual(compare.pitch(self.tone(1000.1)) / 1000.1, 1, delta=1e-7)

    def test_measures_the_largest_step(self):
        step, _ = compare.largest_step(self.tone(1000))
        self.assertAlmostEqual(step, 1e9 / 2**31 * 2 * math.pi * 1000 / 48000, delta=0.001)


class FormatTests(unittest.TestCase):
    def test_every_format_goes_there_and_back(self):
        for form, (widen, narrow) in recording.FORMATS.items():
            bits = 16 if form == "S16_LE" else 24
            samples = struct.pack(
                "<4i", *(value << (32 - bits) for value in (-(1 << bits - 1), -1, 1, 12345)))
            self.assertEqual(widen(narrow(samples)), samples, form)


if __name__ == "__main__":
    unittest.main()
