// Control side.
import Signal
import Synchronization

extension GraphPlayer {
  /// Begins to play another graph in place of the one that plays.
  ///
  /// Its fades take `fadeFrames` frames, or as many as the player's own.
  ///
  /// Returns at once: `advance` moves the edit on, and calls `completion` in the end. An edit that
  /// comes while another is under way begins when that one is through; of several only the last.
  /// A description like the one that plays changes nothing. A node that comes back after it was in
  /// no plan is restarted before. Throws, before anything has changed, the first mistake in the
  /// graph: those of compiling, another `maximumFrames`, or a playing node's state with another
  /// processor.
  ///
  /// A first plan at a `frame` is taken by the period that holds it; edits that come later wait until
  /// then. `companion` is called once when the first plan is posted, right before and within the
  /// poster's post, with that plan's number: what is posted there for the period that takes that plan
  /// takes effect together with it. An edit that needs no plan calls it at once with 0, and so does
  /// one that takes the place of another for the other's.
  ///
  /// Thread: control.
  public func replace(
    with graph: GraphDescription, fadeFrames: Int? = nil, at frame: UInt64 = 0,
    completion: ((Outcome) -> Void)? = nil,
    companion: ((UInt64) -> Void)? = nil
  ) throws(GraphError) {
    advance()
    let graph = graph.withoutFades
    do {
      let transition = try GraphTransition(from: target, to: graph)
      let edit = Edit(
        graph: graph, transition: transition, fadeFrames: max(0, fadeFrames ?? self.fadeFrames),
        frame: frame, companion: companion, completion: completion)
      if current == nil {
        try begin(edit)
      } else {
        supersede(with: edit)
      }
    } catch {
      counted.refused += 1
      throw error
    }
  }

  /// Moves the edit under way on as far as the cycle has come, and frees what it has left.
  ///
  /// To be called again and again while the player is not settled.
  ///
  /// Thread: control.
  public func advance() {
    while step() {}
    retired.removeAll { plan in
      guard !plan.isOccupied else { return false }
      counted.retiredPlans += 1
      return true
    }
  }

  private func supersede(with edit: Edit) {
    let before = pending
    pending = edit
    guard let before else { return }
    counted.superseded += 1
    before.companion?(0)
    before.completion?(.superseded)
  }

  /// Compiles all plans of an edit and posts the first; throws before anything has changed.
  private func begin(_ edit: Edit) throws(GraphError) {
    if edit.graph.isSame(as: target) {
      edit.companion?(0)
      edit.completion?(.finished)
      return
    }
    var plans: [PlayedPlan] = []
    for stage in edit.transition.stages {
      let fade = PlanFade(settleFrames: stage.settleFrames, rampFrames: edit.fadeFrames)
      let frame = plans.isEmpty ? edit.frame : 0
      plans.append(
        try compile(stage.graph, after: plans.last ?? playing, fade: fade, frame: frame))
    }
    let frame = plans.isEmpty ? edit.frame : 0
    plans.append(try compile(edit.graph, after: plans.last ?? playing, frame: frame))
    restartNodes(of: edit.graph)
    current = edit
    target = edit.graph
    targetLatencyFrames = edit.transition.latencyFrames
    counted.begun += 1
    upcoming = plans
    postNext(with: edit.companion)
  }

  private func compile(
    _ graph: GraphDescription, after before: PlayedPlan, fade: PlanFade? = nil,
    frame: UInt64
  ) throws(GraphError) -> PlayedPlan {
    planCount += 1
    return try PlayedPlan(graph, number: planCount, after: before, fade: fade, frame: frame)
  }

  /// Restarts nodes that ran before, then were in no plan, and come back.
  ///
  /// One that a late thread may still be in is left as it is.
  private func restartNodes(of graph: GraphDescription) {
    for node in graph.nodes where node.state.hasRun && !playing.has(node) {
      let isLate = retired.contains { $0.hasLateThread && $0.has(node) }
      if !isLate { node.comeBack() }
    }
  }

  func postNext(with companion: ((UInt64) -> Void)? = nil) {
    let next = upcoming.removeFirst()
    posted = next
    let core = unsafe core
    let post = {
      companion?(next.number)
      unsafe core.pointee.posted.store(next.core, ordering: .releasing)
    }
    if let poster { poster(post) } else { post() }
  }

  /// One step of the edit under way; false when there is none to make now.
  private func step() -> Bool {
    guard let edit = current else { return false }
    if let posted {
      guard unsafe core.pointee.taken.load(ordering: .acquiring) == posted.number else {
        return false
      }
      retired.append(playing)
      playing = posted
      self.posted = nil
      counted.takenPlans += 1
      return true
    }
    guard playing.plan.fadeIsDone else { return false }
    if !upcoming.isEmpty {
      postNext()
    } else {
      finish(edit)
    }
    return true
  }

  private func finish(_ edit: Edit) {
    current = nil
    counted.finished += 1
    if let next = pending {
      pending = nil
      // It was found right when it was asked for.
      do { try begin(next) } catch { counted.refused += 1 }
    }
    // Last, as it may ask for the next edit.
    edit.completion?(.finished)
  }
}

extension GraphNode {
  /// Forgets what it heard before it was in no plan.
  fileprivate func comeBack() {
    state.forgetMute()
    if let line = feedbackLine {
      let frames = unsafe inputCount * 2 * line.core.pointee.maximumFrames
      unsafe Kernel.clear(line.core.pointee.rings, frames: frames)
    }
    restart?()
  }
}

extension NodeState {
  /// Whether a cycle ever called the node.
  var hasRun: Bool { unsafe cell.pointee.performed.load(ordering: .relaxed) > 0 }
}
