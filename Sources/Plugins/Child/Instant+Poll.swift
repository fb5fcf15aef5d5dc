extension ContinuousClock.Instant {
  /// How long it is until then, for `poll`: rounded up, 0 when it is past.
  var millisecondsLeft: Int32 {
    let left = (self - .now) / Duration.milliseconds(1)
    return left > 0 ? Int32(min(left.rounded(.up), 1_000_000)) : 0
  }
}
