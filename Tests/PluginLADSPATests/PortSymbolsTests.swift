import Testing

@testable import PluginLADSPA

@Suite("PortSymbols") struct PortSymbolsTests {
  @Test(arguments: [
    ("Gain", "gain"), ("Delay (Seconds)", "delay_seconds"),
    ("  Dry/Wet -- Balance ", "dry_wet_balance"),
    ("Größe", "gr_e"), ("", "port"), ("???", "port"), ("Band 2", "band_2"),
  ])
  func keepsLettersAndDigits(name: String, symbol: String) {
    var symbols = PortSymbols()
    #expect(symbols.make(from: name) == symbol)
  }

  @Test func numbersNamesThatCameBefore() {
    var symbols = PortSymbols()
    let made = ["Input", "Input", "input!", "Input 2"].map { symbols.make(from: $0) }
    #expect(made == ["input", "input_2", "input_3", "input_2_2"])
  }
}
