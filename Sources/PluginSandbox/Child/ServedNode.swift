// Control side.
import CRealtime
import CSandbox
import Foundation
import Plugins
import Realtime
import Synchronization

/// A plugin's instance in a child, with the thread that plays it.
///
/// Thread: the child's control side.
final class ServedNode: @unchecked Sendable {
  let instance: any PluginInstance
  private let mapping: SandboxMapping
  private let cycle: UnsafeMutablePointer<ServedCycle>
  private let thread: RealtimeThread
  private let place: Int

  /// Takes an instance in, its parameters as the memory has them unless this is the node's first.
  init(
    _ instance: any PluginInstance, _ mapping: SandboxMapping, place: Int, priority: Int,
    broker: (any SchedulingBroker)?, isFirst: Bool
  ) throws(PluginError) {
    self.instance = instance
    self.mapping = mapping
    self.place = place
    let memory = mapping.memory
    let symbols = instance.descriptor.parameters.map(\.symbol)
    if isFirst {
      Self.store(instance, symbols, in: memory)
    } else {
      for (place, symbol) in symbols.enumerated() {
        instance.jump(symbol, to: memory.parameters[place].value)
      }
    }
    cycle = .allocate(capacity: 1)
    cycle.initialize(to: ServedCycle(instance, symbols, memory, place: place))
    sandbox_watch_node(
      Int32(place), UnsafeMutableRawPointer(memory.reply).assumingMemoryBound(to: UInt32.self),
      UnsafeMutableRawPointer(memory.faulted).assumingMemoryBound(to: UInt32.self))
    do throws(ThreadError) {
      thread = try RealtimeThread(
        name: "plugin-\(place)",
        scheduling: priority > 0 ? .fifo(priority: priority) : .normal(nice: 0),
        broker: broker, body: runServed, context: cycle)
    } catch {
      throw PluginError(.failed, error.description)
    }
  }

  /// Stops the thread, which plays nothing any more.
  func end() {
    cycle.pointee.isEnding.store(true, ordering: .releasing)
    while !cycle.pointee.hasEnded.load(ordering: .acquiring) {
      rt_futex_wake_shared(mapping.memory.request, 1)
      _ = rt_sleep_until(rt_now_nanoseconds() + 100_000)
    }
    thread.join()
    sandbox_watch_node(Int32(place), nil, nil)
    cycle.pointee.deallocate()
    cycle.deinitialize(count: 1)
    cycle.deallocate()
  }

  /// Waits until the block under way, if there is one, is played.
  func waitUntilIdle() {
    while cycle.pointee.served.load(ordering: .acquiring)
      != mapping.memory.request.pointee.load(ordering: .acquiring)
    {
      _ = rt_sleep_until(rt_now_nanoseconds() + 100_000)
    }
  }

  /// Begins anew, and knows its latency afterwards.
  func restart() {
    waitUntilIdle()
    takePosts()
    instance.settle(blockFrames: mapping.memory.maximumFrames)
    mapping.memory.latencyFrames.pointee.store(
      UInt32(clamping: instance.latencyFrames), ordering: .relaxed)
  }

  /// Has `body` change the instance, and tells the host the parameters' values.
  func change(whilePlaying: Bool, _ body: () throws(PluginError) -> Void) throws(PluginError) {
    if !whilePlaying { waitUntilIdle() }
    cycle.pointee.isLoading.store(true, ordering: .releasing)
    defer { cycle.pointee.isLoading.store(false, ordering: .releasing) }
    try body()
    let symbols = cycle.pointee.symbols
    Self.store(instance, symbols, in: mapping.memory)
    for place in symbols.indices {
      cycle.pointee.seenValues[place] = mapping.memory.parameters[place].value
    }
  }

  /// Takes what is posted while no block is played.
  private func takePosts() { cycle.pointee.takeParameters() }

  private static func store(
    _ instance: any PluginInstance, _ symbols: [String], in memory: SandboxMemory
  ) {
    for (place, symbol) in symbols.enumerated() {
      memory.parameters[place].value = instance.value(of: symbol) ?? 0
    }
  }
}

extension ServedCycle {
  /// For an instance whose parameters are as the memory has them.
  fileprivate init(
    _ instance: any PluginInstance, _ symbols: [String], _ memory: SandboxMemory, place: Int
  ) {
    self.memory = memory
    self.place = place
    self.instance = instance
    self.symbols = symbols
    served = Atomic(memory.request.pointee.load(ordering: .acquiring))
    process = instance.process
    context = instance.context
    let descriptor = instance.descriptor
    inputs = .allocate(capacity: descriptor.inputs.count)
    for place in inputs.indices {
      inputs.initializeElement(at: place, to: UnsafePointer(memory.input(place)))
    }
    outputs = .allocate(capacity: descriptor.outputs.count)
    for place in outputs.indices {
      outputs.initializeElement(at: place, to: memory.output(place))
    }
    messages = .allocate(capacity: SandboxMemory.maximumMessages)
    messages.initialize(repeating: rt_midi_event(), count: SandboxMemory.maximumMessages)
    port = .allocate(capacity: 1)
    port.initialize(to: rt_midi_input())
    transport = .allocate(capacity: 1)
    transport.initialize(to: rt_transport())
    events = .allocate(capacity: 1)
    events.initialize(to: rt_events())
    said = .allocate(capacity: 1)
    said.initialize(to: SaidMessages(memory))
    let outputCount = descriptor.midiOutputs.count
    saidPorts = .allocate(capacity: outputCount)
    midiOutputs = .allocate(capacity: outputCount)
    for place in 0..<outputCount {
      saidPorts.initializeElement(at: place, to: SaidPort(said: said, number: UInt32(place)))
      midiOutputs.initializeElement(
        at: place,
        to: rt_midi_output(
          write: { writeSaid($0, $1) }, port: saidPorts.baseAddress.map { $0 + place }))
    }
    seenValues = .allocate(capacity: symbols.count)
    for place in symbols.indices {
      seenValues.initializeElement(at: place, to: memory.parameters[place].value)
    }
    signalStack = .allocate(byteCount: sandbox_stack_byte_count(), alignment: 16)
  }

  fileprivate func deallocate() {
    inputs.deallocate()
    outputs.deallocate()
    messages.deallocate()
    port.deallocate()
    transport.deallocate()
    events.deallocate()
    said.deallocate()
    saidPorts.deallocate()
    midiOutputs.deallocate()
    seenValues.deallocate()
    signalStack.deallocate()
  }
}
