import Synchronization

/// One control input on its way to another value.
struct ParameterGlide: ~Copyable {
  /// What the plugin reads.
  let value: UnsafeMutablePointer<Float>
  /// Whether values in between mean something else.
  let isDiscrete: Bool
  /// `isPosted` and the bits of the value to go to, until the cycle takes them.
  let posted = Atomic<UInt64>(0)
  /// The same, until the cycle has got there.
  let asked = Atomic<UInt64>(0)
  private var taken: UInt64 = 0
  private var target: Float = 0
  private var step: Float = 0
  private var stepsLeft = 0

  init(value: UnsafeMutablePointer<Float>, isDiscrete: Bool) {
    self.value = value
    self.isDiscrete = isDiscrete
  }

  var isMoving: Bool {
    @_noLocks get { stepsLeft > 0 }
  }

  static var isPosted: UInt64 { @_noLocks get { 1 << 32 } }

  /// Sets out for what was posted last.
  @_noLocks
  mutating func takePost(steps: Int) {
    let word = posted.exchange(0, ordering: .relaxed)
    guard word & Self.isPosted != 0 else { return }
    taken = word
    target = Float(bitPattern: UInt32(truncatingIfNeeded: word))
    stepsLeft = isDiscrete ? 1 : steps
    step = (target - value.pointee) / Float(stepsLeft)
  }

  @_noLocks
  mutating func move() {
    guard stepsLeft > 0 else { return }
    stepsLeft -= 1
    value.pointee = stepsLeft == 0 ? target : value.pointee + step
    guard stepsLeft == 0 else { return }
    _ = asked.compareExchange(expected: taken, desired: 0, ordering: .releasing)
  }

  /// Is at a value at once, and on the way to none.
  ///
  /// Thread: control, while no cycle moves it.
  mutating func jump(to newValue: Float) {
    posted.store(0, ordering: .relaxed)
    asked.store(0, ordering: .relaxed)
    stepsLeft = 0
    value.pointee = newValue
  }
}

/// The control inputs of an instance, which go to new values in small steps.
///
/// Plugins read a control input once a block, and many jump with it. While one moves, a block is run
/// in parts, each with the next step. At a fixed address: the control side posts, the cycle moves.
package struct ParameterGlides: ~Copyable {
  /// How many frames a step lasts.
  package static var stepFrames: Int { @_noLocks get { 32 } }

  let glides: UnsafeMutablePointer<ParameterGlide>
  let count: Int32
  /// How many steps take 20 ms.
  let steps: Int32
  let posts = Atomic<UInt32>(0)
  private var seenPosts: UInt32 = 0
  private var isMoving = false

  init(glides: UnsafeMutablePointer<ParameterGlide>, count: Int, rate: Int) {
    self.glides = glides
    self.count = Int32(count)
    steps = Int32(max(1, rate / 50 / Self.stepFrames))
  }

  /// Whether nothing moves, and nothing was posted.
  ///
  /// Thread: cycle.
  package var isStill: Bool {
    @_noLocks get { !isMoving && posts.load(ordering: .relaxed) == seenPosts }
  }

  /// Posts a value for the parameter in this place of the descriptor's.
  ///
  /// Thread: any.
  @_noLocks
  package borrowing func post(_ value: Float, at place: Int) {
    let word = ParameterGlide.isPosted | UInt64(value.bitPattern)
    glides[place].asked.store(word, ordering: .relaxed)
    glides[place].posted.store(word, ordering: .relaxed)
    posts.wrappingAdd(1, ordering: .releasing)
  }

  /// Makes the next step and says how many of the block's last `frames` are to be run with it.
  ///
  /// Thread: cycle.
  @_noLocks
  package mutating func nextPart(of frames: Int) -> Int {
    let posts = posts.load(ordering: .acquiring)
    if posts != seenPosts {
      seenPosts = posts
      for place in 0..<Int(count) { glides[place].takePost(steps: Int(steps)) }
      isMoving = true
    }
    guard isMoving else { return frames }
    isMoving = false
    for place in 0..<Int(count) {
      glides[place].move()
      if glides[place].isMoving { isMoving = true }
    }
    return frames < Self.stepFrames ? frames : Self.stepFrames
  }

  /// Makes all steps of a block that is run in one piece.
  ///
  /// Thread: cycle.
  @_noLocks
  package mutating func pass(frames: Int) {
    var left = frames
    while left > 0 { left -= nextPart(of: left) }
  }
}
