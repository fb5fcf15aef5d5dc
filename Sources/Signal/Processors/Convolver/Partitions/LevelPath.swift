import CRealtime

/// The spectra of a response's partitions of one size, for one input and one output.
///
/// For each cell there is a run of its values in each partition.
@safe
struct LevelPath: BitwiseCopyable {
  let input: Int
  let output: Int
  let partitions: Int
  let spectra: UnsafePointer<Float>

  /// Made on the control side.
  @_noLocks
  init(input: Int, output: Int, partitions: Int, spectra: UnsafePointer<Float>) {
    self.input = input
    self.output = output
    self.partitions = partitions
    unsafe self.spectra = unsafe spectra
  }
}
