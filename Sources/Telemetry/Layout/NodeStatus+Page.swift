import CTelemetry

extension NodeStatus {
  init(_ field: telemetry_node) {
    self.init()
    name = PageText.load(field.name)
    kind = PageText.load(field.kind)
    share = field.share
    highestShare = field.highest_share
    meanNanoseconds = field.mean_nanoseconds
    lostFrames = Int(clamping: field.lost_frames)
    p50Share = field.p50_share
    p99Share = field.p99_share
    late = field.late
    isCritical = field.flags & UInt64(TELEMETRY_NODE_CRITICAL) != 0
    isBypassed = field.flags & UInt64(TELEMETRY_NODE_BYPASSED) != 0
    isSandboxed = field.flags & UInt64(TELEMETRY_NODE_SANDBOXED) != 0
    isLate = field.flags & UInt64(TELEMETRY_NODE_LATE) != 0
    isMuted = field.flags & UInt64(TELEMETRY_NODE_MUTED) != 0
  }

  func encode(into field: inout telemetry_node) {
    PageText.store(name, in: &field.name)
    PageText.store(kind, in: &field.kind)
    field.share = share
    field.highest_share = highestShare
    field.mean_nanoseconds = meanNanoseconds
    field.lost_frames = Int64(lostFrames)
    field.p50_share = p50Share
    field.p99_share = p99Share
    field.late = late
    field.flags = flags
  }

  private var flags: UInt64 {
    let all = [
      (isCritical, TELEMETRY_NODE_CRITICAL), (isBypassed, TELEMETRY_NODE_BYPASSED),
      (isSandboxed, TELEMETRY_NODE_SANDBOXED), (isLate, TELEMETRY_NODE_LATE),
      (isMuted, TELEMETRY_NODE_MUTED),
    ]
    return all.reduce(0) { $1.0 ? $0 | UInt64($1.1) : $0 }
  }
}

extension TroubleStatus {
  init(_ field: telemetry_trouble) {
    self.init(node: PageText.load(field.node), text: PageText.load(field.text))
  }

  func encode(into field: inout telemetry_trouble) {
    PageText.store(node, in: &field.node)
    PageText.store(text, in: &field.text)
  }
}

extension LevelStatus {
  init(_ field: telemetry_level) {
    self.init()
    name = PageText.load(field.name)
    peak = field.peak
    hold = field.hold
  }

  func encode(into field: inout telemetry_level) {
    PageText.store(name, in: &field.name)
    field.peak = peak
    field.hold = hold
  }
}

extension EventStatus {
  init(_ field: telemetry_event) {
    self.init(uptimeNanoseconds: field.uptime_nanoseconds, text: PageText.load(field.text))
  }

  func encode(into field: inout telemetry_event) {
    field.uptime_nanoseconds = uptimeNanoseconds
    PageText.store(text, in: &field.text)
  }
}
