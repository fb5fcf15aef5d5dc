#!/usr/bin/env python3
"""Makes demo.wav: four bars that loop, plucked over a bass and a soft pad.

    python3 make-demo.py [demo.wav]

Standard library only, and the same file every time: the plucks' noise comes from a generator of
our own, and what rings past the end is folded back to the start so that the loop has no seam.
"""

import array
import math
import sys
import wave

RATE = 48_000
BEATS_PER_MINUTE = 96
BEAT = RATE * 60 // BEATS_PER_MINUTE
BEATS_PER_BAR = 4
FRAMES = 4 * BEATS_PER_BAR * BEAT
PEAK = 0.5  # -6 dB: room for what plugins add

# One bar each, as MIDI notes: bass, then the notes of the arpeggio.
BARS = [
    (33, (57, 64, 67, 71, 72, 76)),  # A minor 9
    (29, (53, 60, 64, 69, 72, 76)),  # F major 7
    (36, (55, 60, 64, 67, 71, 74)),  # C major 9
    (31, (55, 59, 62, 67, 69, 74)),  # G 9
]
# Which note of the chord each eighth plays; the second half of a bar climbs higher.
PATTERN = (0, 2, 3, 4, 1, 3, 5, 4)


def hertz(note):
    return 440.0 * 2.0 ** ((note - 69) / 12.0)


class Noise:
    """A linear congruential generator: the same on every machine."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1_664_525 + 1_013_904_223) & 0xFFFFFFFF
        return self.state / 0x80000000 - 1.0


def pluck(note, seconds, noise):
    """A string after Karplus and Strong, its excitation softened, its pitch tuned by allpass."""
    period = RATE / hertz(note) - 0.5
    length = int(period - 0.1)
    fraction = period - length
    allpass = (1 - fraction) / (1 + fraction)
    string = [noise.next() for _ in range(length)]
    for _ in range(10):
        string = [(string[i] + string[i - 1]) / 2 for i in range(length)]
    loudest = max(abs(x) for x in string)
    string = [x / loudest for x in string]
    out, last, last_in, last_out = [], 0.0, 0.0, 0.0
    decay = 0.001 ** (1.0 / (hertz(note) * seconds))
    total = int(RATE * seconds)
    fade = RATE // 10
    for i in range(total):
        sample = string[i % length]
        average = decay * (sample + last) / 2
        last = sample
        tuned = allpass * (average - last_out) + last_in
        last_in, last_out = average, tuned
        string[i % length] = tuned
        out.append(sample * min(1.0, (total - i) / fade, i / 48))
    return out


def bass(note, frames):
    """A sine with a little of its octave, rounded at both ends."""
    step = 2 * math.pi * hertz(note) / RATE
    out = []
    for i in range(frames):
        level = min(1.0, i / 480, (frames - i) / 4800) * (0.55 + 0.45 * math.exp(-i / 12_000))
        out.append(level * (math.sin(step * i) + 0.25 * math.sin(2 * step * i)))
    return out


def pad(note, frames, detune):
    """Three partials that swell and fade over a bar and a bit."""
    step = 2 * math.pi * hertz(note) * (1 + detune) / RATE
    out = []
    for i in range(frames):
        level = math.sin(math.pi * i / frames) ** 2
        tone = math.sin(step * i) + 0.3 * math.sin(2 * step * i) + 0.1 * math.sin(3 * step * i)
        out.append(level * tone)
    return out


def mix(target, samples, start, gain, pan):
    """Adds a voice, -1 left to 1 right, folding what runs past the end back to the start."""
    angle = (pan + 1) * math.pi / 4
    left, right = gain * math.cos(angle), gain * math.sin(angle)
    for i, sample in enumerate(samples):
        frame = (start + i) % FRAMES
        target[0][frame] += left * sample
        target[1][frame] += right * sample


def compose():
    target = ([0.0] * FRAMES, [0.0] * FRAMES)
    noise = Noise(1)
    bar_frames = BEATS_PER_BAR * BEAT
    for bar, (root, notes) in enumerate(BARS):
        start = bar * bar_frames
        for eighth, index in enumerate(PATTERN):
            accent = 0.30 if eighth % 4 == 0 else 0.22
            pan = -0.5 + eighth / 7 if bar % 2 == 0 else 0.5 - eighth / 7
            mix(target, pluck(notes[index], 2.2, noise), start + eighth * BEAT // 2, accent, pan)
        for beat, frames in ((0, BEAT * 5 // 2), (2.5, BEAT * 3 // 2)):
            mix(target, bass(root, frames), start + int(beat * BEAT), 0.24, 0.0)
        for voice, note in enumerate(notes[1:4]):
            long = bar_frames + BEAT
            mix(target, pad(note, long, +0.0012), start - BEAT // 2, 0.035, -0.7 + 0.2 * voice)
            mix(target, pad(note, long, -0.0012), start - BEAT // 2, 0.035, 0.7 - 0.2 * voice)
    return target


def main():
    left, right = compose()
    loudest = max(max(abs(x) for x in left), max(abs(x) for x in right))
    scale = PEAK / loudest * 32767
    samples = array.array("h")
    for pair in zip(left, right):
        samples.extend(round(scale * x) for x in pair)
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(sys.argv[1] if len(sys.argv) > 1 else "demo.wav", "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


if __name__ == "__main__":
    main()
