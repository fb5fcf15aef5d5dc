#!/usr/bin/env python3
"""Finds a known signal in a recording, to the sample, and says where the two differ.

compare.py SIGNAL RECORDING [FRAMES]: fails unless so many frames (five seconds) are there in one
piece, bit for bit, and nothing else but a fade before and after.
"""

import array
import dataclasses
import sys

import recording

# So many equal frames of noise are no accident.
BLOCK = 32
# Frames of fades.
EDGES = 4800


@dataclasses.dataclass
class Stretch:
    """Frames that are the same in both: where it begins in either, and how long it is."""

    recorded: int
    signal: int
    frames: int


def equal_bytes(a, a_start, b, b_start, limit):
    """How many bytes are the same from two places on, `limit` at most."""
    limit = min(limit, len(a) - a_start, len(b) - b_start)
    low, step = 0, 1 << 16
    while low < limit:
        count = min(step, limit - low)
        if a[a_start + low:a_start + low + count] == b[b_start + low:b_start + low + count]:
            low += count
        elif count == 1:
            return low
        else:
            step = max(1, count // 2)
    return limit


def find_block(signal, block, frame_bytes, start):
    """The byte of `signal` at which `block` begins, looked for from `start` and then before it."""
    for begin, end in ((start, len(signal)), (0, start + len(block))):
        place = signal.find(block, begin, end)
        while place >= 0 and place % frame_bytes:
            place = signal.find(block, place + 1, end)
        if place >= 0:
            return place
    return -1


def sounding(samples, frame_bytes):
    """First and last byte of what is not silent, rounded to frames."""
    quiet = len(samples) - len(samples.lstrip(b"\0"))
    end = len(samples.rstrip(b"\0"))
    return quiet // frame_bytes * frame_bytes, -(-end // frame_bytes) * frame_bytes


def stretches(signal, recorded):
    """All stretches of the recording that are in the signal, in the order of the recording."""
    size = signal.frame_bytes
    ours, theirs = signal.samples, recorded.samples
    place, end = sounding(theirs, size)
    first, found, expected = place, [], 0
    while place + BLOCK * size <= end:
        block = theirs[place:place + BLOCK * size]
        match = -1 if not block.strip(b"\0") else find_block(ours, block, size, expected)
        if match < 0:
            place += BLOCK * size
            continue
        back = 0
        while (place - back - size >= first and match - back - size >= 0 and
               theirs[place - back - size:place - back] == ours[match - back - size:match - back]):
            back += size
        length = equal_bytes(ours, match, theirs, place, end - place) // size * size
        found.append(Stretch((place - back) // size, (match - back) // size, (length + back) // size))
        place += length
        first, expected = place, match + length
    return found


def differences(found):
    """What happened between neighbouring stretches, one line each."""
    lines = []
    for before, after in zip(found, found[1:]):
        recorded = after.recorded - before.recorded - before.frames
        signal = after.signal - before.signal - before.frames
        lines.append(
            f"at frame {before.recorded + before.frames} of the recording: {recorded} other frames "
            f"in place of {signal} of the signal")
    return lines


def others(found, recorded):
    """How many frames of the recording are neither of the signal nor silent."""
    size, count, place = recorded.frame_bytes, 0, 0
    for end, after in [(each.recorded, each.recorded + each.frames) for each in found] + [
            (recorded.frames, 0)]:
        between = recorded.samples[place * size:end * size]
        count += sum(any(between[at:at + size]) for at in range(0, len(between), size))
        place = after
    return count


def verdict(signal, recorded, minimum, pieces=1):
    """Whether `minimum` frames are there bit for bit, and one line that says it.

    They must be in one piece, and there may be no more than `pieces`, each with its fades."""
    if signal.channels != recorded.channels:
        return False, f"{recorded.channels} channels were recorded, not {signal.channels}"
    found = stretches(signal, recorded)
    count = others(found, recorded)
    if not found:
        return False, f"{count} frames of something else in {recorded.frames}, none of the signal"
    longest = max(found, key=lambda stretch: stretch.frames)
    lines = [f"{longest.frames} frames are the same bit for bit", *differences(found)[:4]]
    if count > EDGES * pieces:
        lines.append(f"{count} frames of something else")
    is_there = longest.frames >= minimum and len(found) <= pieces and count <= EDGES * pieces
    return is_there, "; ".join(lines)


def continuity(signal, recorded):
    """Whether all pieces of a looped signal lie on one line of time, and a line that says it."""
    found = [each for each in stretches(signal, recorded) if each.frames >= BLOCK]
    places = {(each.recorded - each.signal) % signal.frames for each in found}
    total = sum(each.frames for each in found)
    line = f"{total} frames of {recorded.frames} as if nothing had been, in {len(found)} pieces"
    if len(places) != 1:
        return False, f"the signal lies in {len(places)} different places; {line}"
    return True, line


def largest_step(recorded):
    """The largest difference of neighbouring samples of one channel, of full scale, and where."""
    samples = array.array("i", recorded.samples)
    steps = [abs(b - a) for a, b in zip(samples, samples[1:])]
    largest = max(steps, default=0)
    return largest / (1 << 31), steps.index(largest) + 1 if steps else 0


def main(arguments):
    signal, recorded = recording.read(arguments[0]), recording.read(arguments[1])
    minimum = int(arguments[2]) if len(arguments) > 2 else 5 * signal.rate
    is_same, line = verdict(signal, recorded, minimum)
    print(line)
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
