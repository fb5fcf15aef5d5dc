import CALSA
import Drivers
import Testing

@testable import DriverALSA

@Suite("Sample format") struct SampleFormatTests {
  @Test(arguments: SampleFormat.allCases)
  func agreesWithTheLibrary(_ format: SampleFormat) throws {
    let constant = format.constant
    #expect(constant != SND_PCM_FORMAT_UNKNOWN)
    #expect(String(cString: snd_pcm_format_name(constant)) == format.name)
    #expect(snd_pcm_format_width(constant) == format.bitCount)
    #expect(snd_pcm_format_physical_width(constant) == 8 * format.byteCount)
    #expect((snd_pcm_format_float(constant) == 1) == (format.encoding == .float))
    #expect((snd_pcm_format_unsigned(constant) == 1) == (format.encoding == .unsigned))
    #expect((snd_pcm_format_big_endian(constant) == 1) == format.isBigEndian)
    #expect(try SampleFormat(named: format.name.lowercased()) == format)
  }

  @Test func coversEveryLinearAndFloatFormat() {
    let known = Set(SampleFormat.allCases.map(\.constant.rawValue))
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
    let names = SampleFormat.allCases.map(\.name)
    #expect(names.first == "FLOAT_LE")
    #expect(names.last == "U8")
    let bits = SampleFormat.allCases.filter { $0.encoding != .float }.map(\.bitCount)
    #expect(bits == bits.sorted(by: >))
  }

  @Test func theByteOrderMayBeLeftOut() throws {
    #expect(try SampleFormat(named: "S16") == .s16)
    #expect(try SampleFormat(named: "float") == .float)
    #expect(try SampleFormat(named: "s24_3le") == .s24Packed)
  }
}
