public import CRealtime
public import Foundation
public import WorkQueues

/// A running plugin: what the cycle needs of it, and who owns it.
///
/// Made and ended on the control side. While it lives, `process` and `context` may be called from
/// the cycle, one thread at a time. Input and output pointers of the block are the plugin's
/// `descriptor.inputs` and `descriptor.outputs` in order; every block has at most the
/// `maximumFrames` the instance was made with. A plugin hears the first MIDI port that captures of the
/// block's events, and writes what it says to those that play, one for each of
/// `descriptor.midiOutputs`.
public protocol PluginInstance: AnyObject, Sendable {
  /// What it is an instance of.
  var descriptor: PluginDescriptor { get }

  /// Runs the plugin for one block. Thread: cycle.
  var process: rt_process { get }

  /// What `process` is called with; valid as long as the instance.
  var context: UnsafeMutableRawPointer { get }

  /// The place of a parameter's value, by port symbol; nil when there is none of that name.
  ///
  /// The cycle reads it at each block's start; an aligned float may be stored from any thread.
  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>?

  /// Sends a parameter to a value while the plugin plays; false when there is none of that name.
  ///
  /// It gets there within 20 ms in steps of 32 frames; whole numbers, switches and enumerations
  /// change at once. Thread: any.
  @discardableResult
  func glide(_ symbol: String, to value: Float) -> Bool

  /// How the cycle sends parameters, by their places in the descriptor's, to a value, as `glide`
  /// does; nil when it cannot. Valid as long as the instance.
  ///
  /// The setter may be called by any thread.
  var setter: rt_setter? { get }

  /// Whether it runs in another process, and each block costs a wake each way.
  var isRemote: Bool { get }

  /// The value a parameter has, or is on its way to; nil when there is none of that name.
  ///
  /// Thread: control; the cycle may call `process` meanwhile.
  func value(of symbol: String) -> Float?

  /// Sets a parameter at once; false when there is none of that name.
  ///
  /// Thread: control, while no cycle can call `process`.
  @discardableResult
  func jump(_ symbol: String, to value: Float) -> Bool

  /// The latency the plugin reported after its last block, in frames; 0 before the first.
  /// Thread: any.
  var latencyFrames: Int { get }

  /// How many events there was no room for in the plugin's buffers. Thread: any.
  var lostEvents: Int { get }

  /// Why it is not heard at the moment, or was not just now, in a few words; nil when it is.
  ///
  /// Thread: any; nothing is waited for.
  var trouble: String? { get }

  /// Has it set a property, by symbol or URI, with its next block; false when it has no writable one
  /// of that name and kind, or was told too much at once.
  ///
  /// Thread: control.
  @discardableResult
  func set(_ property: String, to value: PluginValue) -> Bool

  /// What it told last that a property is, by symbol or URI; nil when it told nothing.
  ///
  /// Thread: control.
  func value(ofProperty property: String) -> PluginValue?

  /// Tells it how long blocks usually are from now on; none is longer than what it was made for.
  ///
  /// Thread: control, while no cycle can call `process`.
  func expect(blockFrames: Int)

  /// Takes what it has complained about since the last time, oldest first.
  ///
  /// A plugin may complain while it plays; what was too much at once is counted in a message of its
  /// own. Thread: control.
  func takeMessages() -> [PluginMessage]

  /// Has what the plugin does beside the cycle done on a queue; by whoever calls `process`, before
  /// that returns, when it is nil, as at first.
  ///
  /// So a render is the same each time. What it asks for while `process` runs begins soon after, and
  /// one at a time; what is under way is waited for by `restart`, `state`, `restore` and the end.
  /// Thread: control, while no cycle can call `process`.
  func work(on queue: WorkQueue?)

  /// Forgets all sound and begins anew, with the parameters as they are: deactivates the plugin and
  /// activates it again.
  ///
  /// Thread: control, while no cycle can call `process`.
  func restart()

  /// What it keeps beyond its parameters, now; nil when it keeps nothing.
  ///
  /// Thread: control, one at a time; the cycle may call `process` meanwhile.
  func state() -> (any PluginState)?

  /// Brings it to a state of an instance of the same plugin; any other is ignored.
  ///
  /// Thread: control, while no cycle can call `process`.
  func restore(_ state: any PluginState)

  /// Writes all that makes it sound as it does into a folder: its parameters, its state, its files.
  ///
  /// The folder is made, or replaced in one step if an earlier call made it: a reader finds all of
  /// one call or all of the other, whatever happens. A folder with anything else in it is refused.
  /// Thread: control, one at a time; the cycle may call `process` meanwhile.
  func save(to folder: URL) throws(PluginError)

  /// Brings it to what an instance of the same plugin saved in a folder.
  ///
  /// A folder that is damaged or another plugin's is refused, with the file and the reason, and
  /// changes nothing. Parameters the plugin does not have are passed over. `whilePlaying` has them
  /// glide, and is refused where `loadsWhilePlaying` is false. The folder has to stay as long as the
  /// instance uses files in it. Thread: control; the cycle may call `process` only `whilePlaying`.
  func load(from folder: URL, whilePlaying: Bool) throws(PluginError)

  /// Brings it to a preset of its plugin, as `load(from:whilePlaying:)` does.
  func load(_ preset: PluginPreset, whilePlaying: Bool) throws(PluginError)

  /// Whether a state can be loaded while the cycle calls `process`.
  var loadsWhilePlaying: Bool { get }

  /// Makes what it is now a preset of its plugin, in a bundle of its own: `NAME.preset.lv2` in
  /// `directory`, which is `~/.lv2` when it is nil.
  ///
  /// A preset that was saved under this name is replaced. Thread: as for `save(to:)`.
  @discardableResult
  func savePreset(name: String, to directory: URL?) throws(PluginError) -> PluginPreset
}

/// One format's plugins: finding, describing and making them.
public protocol PluginCatalogue: AnyObject, Sendable {
  /// The format it knows.
  var format: PluginFormat { get }

  /// Every plugin found on the format's paths, sorted by identifier. Thread: control.
  func list() throws(PluginError) -> [PluginDescriptor]

  /// One plugin, looked up without reading all others. Thread: control.
  func descriptor(_ identifier: String) throws(PluginError) -> PluginDescriptor

  /// Makes and activates an instance, its parameters at their defaults. Thread: control.
  func makeInstance(
    _ identifier: String, rate: Int, maximumFrames: Int
  ) throws(PluginError) -> any PluginInstance

  /// What the last `list()` found on the paths and could not read. Thread: control.
  var problems: [PluginProblem] { get }

  /// The presets of one plugin, sorted by name; none when the format has no presets.
  ///
  /// Thread: control.
  func presets(of identifier: String) throws(PluginError) -> [PluginPreset]

  /// Throws why a folder is no whole state of one plugin; makes no instance.
  ///
  /// Thread: control.
  func checkState(in folder: URL, of identifier: String) throws(PluginError)
}

extension PluginInstance {
  /// No, for most.
  public var isRemote: Bool { false }

  /// None, for a plugin without parameters.
  public var setter: rt_setter? { nil }

  /// Nothing, for a format whose plugins cannot be told.
  public func expect(blockFrames: Int) {}

  /// Nothing, for a plugin that does nothing beside the cycle.
  public func work(on queue: WorkQueue?) {}

  /// None, for a plugin that stays or falls with the host.
  public var trouble: String? { nil }

  /// None, for a plugin without event ports.
  public var lostEvents: Int { 0 }
}

extension PluginCatalogue {
  /// Nothing, for a catalogue that reads no files.
  public var problems: [PluginProblem] { [] }
}

/// Why a plugin cannot be had.
public struct PluginError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Code: String, Sendable {
    /// No plugin of that identifier on the format's paths.
    case notFound
    /// It needs something this host does not have.
    case unsupported
    /// Its library could not be opened, or refused to make an instance.
    case failed
  }

  /// Creates an error; `message` is one line for the user.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// What kind of failure it is.
  public let code: Code
  /// What happened and what to do, in one line.
  public let message: String
  /// The message.
  public var description: String { message }
}
