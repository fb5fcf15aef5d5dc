import CTelemetry

extension CauseStatus {
  init(_ field: telemetry_cause) {
    self.init()
    number = field.number
    uptimeNanoseconds = field.uptime_nanoseconds
    periodNanoseconds = field.period_nanoseconds
    effect = PageText.load(field.effect)
    kind = PageText.load(field.kind)
    sentence = PageText.load(field.sentence)
    var field = field
    spans = PageArray.load(
      telemetry_spans(&field), count: field.span_count, limit: TELEMETRY_MAX_CAUSE_SPANS,
      decode: CauseSpan.init)
  }

  func encode(into field: inout telemetry_cause) {
    field.number = number
    field.uptime_nanoseconds = uptimeNanoseconds
    field.period_nanoseconds = periodNanoseconds
    PageText.store(effect, in: &field.effect)
    PageText.store(kind, in: &field.kind)
    PageText.store(sentence, in: &field.sentence)
    field.span_count = PageArray.store(
      spans, in: telemetry_spans(&field), limit: TELEMETRY_MAX_CAUSE_SPANS
    ) { $0.encode(into: &$1) }
  }
}

extension CauseSpan {
  init(_ field: telemetry_cause_span) {
    self.init(
      lane: PageText.load(field.lane), name: PageText.load(field.name),
      startNanoseconds: field.start_nanoseconds, endNanoseconds: field.end_nanoseconds)
  }

  func encode(into field: inout telemetry_cause_span) {
    PageText.store(lane, in: &field.lane)
    PageText.store(name, in: &field.name)
    field.start_nanoseconds = startNanoseconds
    field.end_nanoseconds = endNanoseconds
  }
}
