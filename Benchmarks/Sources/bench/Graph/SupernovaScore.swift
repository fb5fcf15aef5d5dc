import Foundation

/// What supernova is to play: a group of synths, as an OSC score with the synth's definition in it.
///
/// OSC 1.0, and the synth definition file format of version 2, both as SuperCollider documents them.
struct SupernovaScore {
  let oscillators: Int
  let synths: Int
  let isParallel: Bool
  let seconds: Double

  var data: Data {
    var messages = [OSC.message("/d_recv", .blob(definition))]
    messages.append(OSC.message(isParallel ? "/p_new" : "/g_new", .int(1), .int(0), .int(0)))
    for synth in 0..<synths {
      messages.append(
        OSC.message("/s_new", .string("work"), .int(Int32(synth + 2)), .int(0), .int(1)))
    }
    let end = OSC.message("/c_set", .int(0), .int(0))
    return OSC.sized(OSC.bundle(at: 0, messages)) + OSC.sized(OSC.bundle(at: seconds, [end]))
  }

  /// A synth whose oscillators are summed and written to the first bus.
  private var definition: Data {
    let unitCount = oscillators * 2
    var data = Data("SCgf".utf8) + OSC.bytes(Int32(2)) + OSC.bytes(Int16(1)) + pascal("work")
    data += OSC.bytes(Int32(2)) + OSC.bytes(Float(440)) + OSC.bytes(Float(0))
    data += OSC.bytes(Int32(0)) + OSC.bytes(Int32(0))
    data += OSC.bytes(Int32(unitCount))
    let (hertz, zero) = ((Int32(-1), Int32(0)), (Int32(-1), Int32(1)))
    for _ in 0..<oscillators { data += unit("SinOsc", inputs: [hertz, zero], outputs: 1) }
    var sum = (Int32(0), Int32(0))
    for oscillator in 1..<max(1, oscillators) {
      data += unit("BinaryOpUGen", inputs: [sum, (Int32(oscillator), 0)], outputs: 1)
      sum = (Int32(oscillators + oscillator - 1), 0)
    }
    data += unit("Out", inputs: [zero, sum], outputs: 0)
    return data + OSC.bytes(Int16(0))
  }

  /// A unit at audio rate; an input is the number of a unit and of its output, or −1 and a constant.
  private func unit(_ name: String, inputs: [(Int32, Int32)], outputs: Int) -> Data {
    var data = pascal(name) + Data([2]) + OSC.bytes(Int32(inputs.count))
    data += OSC.bytes(Int32(outputs)) + OSC.bytes(Int16(0))
    for (unit, output) in inputs { data += OSC.bytes(unit) + OSC.bytes(output) }
    return data + Data(repeating: 2, count: outputs)
  }

  private func pascal(_ text: String) -> Data { Data([UInt8(text.utf8.count)]) + Data(text.utf8) }
}

/// As much of OSC 1.0 as a score needs.
private enum OSC {
  enum Argument {
    case int(Int32)
    case string(String)
    case blob(Data)
  }

  static func message(_ address: String, _ arguments: Argument...) -> Data {
    var tags = ","
    var values = Data()
    for argument in arguments {
      switch argument {
      case .int(let value):
        tags += "i"
        values += bytes(value)
      case .string(let text):
        tags += "s"
        values += padded(text)
      case .blob(let blob):
        tags += "b"
        values += bytes(Int32(blob.count)) + blob
        values += Data(repeating: 0, count: (4 - blob.count % 4) % 4)
      }
    }
    return padded(address) + padded(tags) + values
  }

  static func bundle(at seconds: Double, _ messages: [Data]) -> Data {
    var data = padded("#bundle") + bytes(UInt32(seconds))
    data += bytes(UInt32((seconds - seconds.rounded(.down)) * 4_294_967_296))
    for message in messages { data += sized(message) }
    return data
  }

  static func sized(_ data: Data) -> Data { bytes(Int32(data.count)) + data }

  static func bytes(_ value: some FixedWidthInteger) -> Data {
    withUnsafeBytes(of: value.bigEndian) { Data($0) }
  }

  static func bytes(_ value: Float) -> Data { bytes(value.bitPattern) }

  private static func padded(_ text: String) -> Data {
    let count = text.utf8.count
    return Data(text.utf8) + Data(repeating: 0, count: 4 - count % 4)
  }
}
