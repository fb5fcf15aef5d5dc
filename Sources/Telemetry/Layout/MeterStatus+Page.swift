import CTelemetry

extension MeterStatus {
  init(_ field: telemetry_meter) {
    self.init()
    name = PageText.load(field.name)
    peak = field.peak
    truePeak = field.true_peak
    rms = field.rms
    momentary = Self.loudness(field.momentary)
    shortTerm = Self.loudness(field.short_term)
    integrated = Self.loudness(field.integrated)
    range = field.range
  }

  func encode(into field: inout telemetry_meter) {
    PageText.store(name, in: &field.name)
    field.peak = peak
    field.true_peak = truePeak
    field.rms = rms
    field.momentary = momentary ?? -.infinity
    field.short_term = shortTerm ?? -.infinity
    field.integrated = integrated ?? -.infinity
    field.range = range
  }

  private static func loudness(_ field: Double) -> Double? { field.isFinite ? field : nil }
}
