import CALSA
import Drivers
import Testing

@testable import DriverALSA

@Suite("PCM format") struct PCMFormatTests {
  @Test(arguments: PCMFormat.allCases)
  func agreesWithTheLibrary(_ format: PCMFormat) throws {
    let constant = format.constant
    #expect(constant != SND_PCM_FORMAT_UNKNOWN)
    #expect(String(cString: snd_pcm_format_name(constant)) == format.name)
    #expect(snd_pcm_format_width(constant) == format.bitCount)
    #expect(snd_pcm_format_physical_width(constant) == 8 * format.byteCount)
    #expect((snd_pcm_format_float(constant) == 1) == (format.encoding == .float))
    #expect((snd_pcm_format_unsigned(constant) == 1) == (format.encoding == .unsigned))
    #expect((snd_pcm_format_big_endian(constant) == 1) == format.isBigEndian)
    #expect(try PCMFormat(named: format.name.lowercased()) == format)
  }

  @Test func coversEveryLinearAndFloatFormat() {
    let known = Set(PCMFormat.allCases.map(\.constant.rawValue))
    for value in 0...SND_PCM_FORMAT_LAST.rawValue {
      let format = snd_pcm_format_t(rawValue: value)
      // The library counts streams of single bits as linear.
      guard let name = snd_pcm_format_name(format).map({ String(cString: $0) }),
        !name.hasPrefix("DSD")
      else { continue }
      let isOurs = snd_pcm_format_linear(format) == 1 || snd_pcm_format_float(format) == 1
      #expect(known.contains(value) == isOurs, "\(name)")
    }
  }

  @Test func prefersWhatKeepsMostOfAFloat() {
    let names = PCMFormat.allCases.map(\.name)
    #expect(names.first == "FLOAT_LE")
    #expect(names.last == "U8")
    let bits = PCMFormat.allCases.filter { $0.encoding != .float }.map(\.bitCount)
    #expect(bits == bits.sorted(by: >))
  }

  @Test func theByteOrderMayBeLeftOut() throws {
    #expect(try PCMFormat(named: "S16") == .s16)
    #expect(try PCMFormat(named: "float") == .float)
    #expect(try PCMFormat(named: "s24_3le") == .s24Packed)
  }

  @Test(arguments: ["MU_LAW", "DSD_U8", "S17_LE", ""])
  func othersAreRefusedByName(_ name: String) {
    let error = #expect(throws: DriverError.self) { try PCMFormat(named: name) }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("sample format \(name)") == true)
    #expect(error?.message.contains("S24_3LE") == true)
  }
}
