/// A stretch of time that is drawn from left to right, with a deadline in it.
struct TimeAxis: Sendable, Equatable {
  /// Nanoseconds at the left end.
  let start: Int64
  /// Nanoseconds at the right end, later than `start`.
  let end: Int64
  /// When all must be done; nil where it is the right end.
  let deadline: Int64?

  /// The axis of a period alone.
  init(period: Int64) {
    (start, end, deadline) = (0, max(1, period), nil)
  }

  /// The axis of a period and of all that was before and after it.
  init(period: Int64, covering times: [Int64]) {
    let bound: Int64 = 3_600_000_000_000
    let known = (times + [0, period]).map { min(max($0, -bound), bound) }
    let last = known.max() ?? 0
    start = min(0, known.min() ?? 0)
    // Some air behind the end, so that the deadline can be seen.
    end = max(start + 1, last + (last - start) / 24)
    deadline = period > 0 ? min(period, bound) : nil
  }

  /// The cell of a moment; outside the axis there is none.
  func cell(of moment: Int64, width: Int) -> Int? {
    guard width > 0, moment >= start, moment < end else { return nil }
    return min(width - 1, Int(position(moment) * Double(width)))
  }

  func deadlineCell(width: Int) -> Int? { deadline.flatMap { cell(of: $0, width: width) } }

  /// The cells of a span, one at least; outside the axis there are none.
  func cells(from first: Int64, to last: Int64, width: Int) -> Range<Int>? {
    guard width > 0, first < end, last >= start, last >= first else { return nil }
    let lower = min(width - 1, Int(max(0, position(max(first, start))) * Double(width)))
    let upper = Int((min(1, position(min(last, end))) * Double(width)).rounded())
    return lower..<min(width, max(lower + 1, upper))
  }

  /// The times above lanes: where the period begins, round steps, and the deadline.
  func scale(width: Int, units: Units) -> StyledLine {
    var cells = Array(repeating: Character(" "), count: max(0, width))
    if let deadline {
      write(units.duration(nanoseconds: Double(deadline)), at: deadline, in: &cells)
    } else {
      write(units.duration(nanoseconds: Double(end)), at: end, in: &cells)
    }
    write("0", at: 0, in: &cells)
    let step = step(width: width)
    for number in stride(from: start / step * step, to: end, by: Int64.Stride(step)) {
      let sign = number < 0 ? "-" : ""
      write(sign + units.duration(nanoseconds: Double(abs(number))), at: number, in: &cells)
    }
    return StyledLine(String(cells), .dim)
  }

  private func position(_ moment: Int64) -> Double {
    (Double(moment) - Double(start)) / (Double(end) - Double(start))
  }

  /// A round step with twelve cells or more to each.
  private func step(width: Int) -> Int64 {
    let least = (Double(end) - Double(start)) / Double(max(1, width / 12))
    var step: Int64 = 1
    while Double(step) < least, step < Int64.max / 20 {
      if Double(2 * step) >= least { return 2 * step }
      if Double(5 * step) >= least { return 5 * step }
      step *= 10
    }
    return step
  }

  private func write(_ text: String, at moment: Int64, in cells: inout [Character]) {
    let middle = Int((position(moment) * Double(cells.count)).rounded())
    let first = min(max(0, middle - text.count / 2), cells.count - text.count)
    guard first >= 0 else { return }
    let air = max(0, first - 2)..<min(cells.count, first + text.count + 2)
    guard cells[air].allSatisfy({ $0 == " " }) else { return }
    cells.replaceSubrange(first..<(first + text.count), with: text)
  }
}
