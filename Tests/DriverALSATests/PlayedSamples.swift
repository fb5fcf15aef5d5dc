import DriverALSA
import Drivers
import Testing

extension PrivateALSA {
  /// Expects that the PCM `name` wrote silence of a whole buffer first, and then the signal.
  func checkPlayed(by name: String, _ driver: ALSADriver, atLeast periods: Int) throws {
    let bytes = try played(by: name)
    let format = driver.sampleFormat
    let channels = driver.format.playbackChannels
    let frameBytes = channels * format.byteCount
    let silence = driver.format.periods * driver.format.periodFrames * frameBytes
    #expect(bytes.count >= silence + periods * driver.format.periodFrames * frameBytes)
    let zero = Reference.encode(0, format)
    #expect(bytes.prefix(silence).elementsEqual((0..<silence).map { zero[$0 % zero.count] }))
    let signal = Array(bytes.dropFirst(silence))
    let expected = SignalSource.encoded(frames: signal.count / frameBytes, channels: channels) {
      Reference.encode($0, format)
    }
    #expect(signal == expected)
  }
}
