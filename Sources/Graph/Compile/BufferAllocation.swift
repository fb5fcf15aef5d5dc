// Control side.

/// Which buffer each sound is in.
///
/// A buffer gets another sound only from a step that waits, directly or not, for all who wrote or
/// read the one before: so any schedule is right. What is played stays until the end.
struct BufferAllocation {
  private let sounds: Sounds
  private let ancestry: Ancestry
  private var free: FreeBuffers
  /// For each sound the buffer it is or was in.
  private var places: [Int]
  /// Whether a sound's buffer was given away.
  private var isGone: [Bool]
  /// For each buffer how many ports of the step at hand read it.
  private var ports: [Int] = []

  init(_ sounds: Sounds, captureChannels: Int, ancestry: Ancestry) {
    self.sounds = sounds
    self.ancestry = ancestry
    free = FreeBuffers(stepCount: ancestry.direct.count)
    places = Array(repeating: 0, count: sounds.count)
    isGone = Array(repeating: false, count: sounds.count)
    for channel in 0..<captureChannels {
      places[channel] = free.makeNew()
      if isUnused(channel) { free.put(places[channel], usedBy: []) }
    }
  }

  /// How many buffers there are; 0 is silence.
  var count: Int { free.count }

  /// The buffer a sound is in, once the step that writes it has its own.
  func buffer(of sound: Int) -> Int { places[sound] }

  /// Gives a step buffers for its sums and for the sounds it writes, and takes back those whose
  /// sound it is the last to need.
  ///
  /// Steps must come one after the other, in their order. Gives back the buffer of each input.
  mutating func allocate(
    for step: Int, inputs: [SoundInput], outputs: Range<Int>, inPlace: Bool
  ) -> [Int] {
    var reads = inputs.map { input in
      switch input {
      case .silence: 0
      case .sound(let sound): places[sound]
      case .sum: free.take(for: step, ancestry)
      }
    }
    let buffers = reads
    count(buffers, by: 1)
    var summed = summedLast(by: step, inputs)
    for (port, output) in outputs.enumerated() {
      if inPlace, let buffer = takeInput(port, of: step, inputs, &reads) {
        places[output] = buffer
      } else if let sound = summed.popLast() {
        isGone[sound] = true
        places[output] = places[sound]
      } else {
        places[output] = free.take(for: step, ancestry)
      }
    }
    count(buffers, by: -1)
    release(after: step, inputs, reads)
    for output in outputs where isUnused(output) { free.put(places[output], usedBy: [step]) }
    return buffers
  }

  private mutating func count(_ buffers: [Int], by change: Int) {
    ports += repeatElement(0, count: max(0, count - ports.count))
    for buffer in buffers { ports[buffer] += change }
  }

  /// Sounds that are needed for this step's sums and for nothing after those: an output may have
  /// their buffers, since all is summed before the node is called.
  private func summedLast(by step: Int, _ inputs: [SoundInput]) -> [Int] {
    var found: [Int] = []
    for case .sum(let sources) in inputs {
      found += sources.filter { isLast(step, toRead: $0) && ports[places[$0]] == 0 }
    }
    return found.count > 1 ? Set(found).sorted() : found
  }

  /// The buffer of an input for the output of the same number, if nobody else needs what is in it.
  private mutating func takeInput(
    _ port: Int, of step: Int, _ inputs: [SoundInput], _ reads: inout [Int]
  ) -> Int? {
    guard port < inputs.count, ports[reads[port]] == 1 else { return nil }
    switch inputs[port] {
    case .silence: return nil
    case .sound(let sound):
      guard isLast(step, toRead: sound) else { return nil }
      isGone[sound] = true
    case .sum: break
    }
    defer { reads[port] = 0 }
    return reads[port]
  }

  private mutating func release(after step: Int, _ inputs: [SoundInput], _ reads: [Int]) {
    for (port, input) in inputs.enumerated() {
      switch input {
      case .silence: break
      case .sound(let sound): release(sound, after: step)
      case .sum(let sources):
        for sound in sources { release(sound, after: step) }
        if reads[port] != 0 { free.put(reads[port], usedBy: [step]) }
      }
    }
  }

  private mutating func release(_ sound: Int, after step: Int) {
    let readers = sounds.readers[sound]
    guard !isGone[sound], !sounds.isPlayed[sound], readers.last == step else { return }
    isGone[sound] = true
    free.put(places[sound], usedBy: readers)
  }

  /// Whether all others who read a sound have always done so before this step.
  private func isLast(_ step: Int, toRead sound: Int) -> Bool {
    let readers = sounds.readers[sound]
    return !isGone[sound] && !sounds.isPlayed[sound] && readers.last == step
      && ancestry.areAlways(readers.dropLast(), before: step)
  }

  private func isUnused(_ sound: Int) -> Bool {
    sounds.readers[sound].isEmpty && !sounds.isPlayed[sound]
  }
}
