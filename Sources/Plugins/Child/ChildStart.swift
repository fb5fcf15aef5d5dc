import CChildProcess
import Foundation

/// What a child is started with.
struct ChildStart: Sendable {
  let program: String
  let arguments: [String]
  let environment: [String: String]
  let descriptors: [Int32]
  let limits: ChildProcess.Limits

  /// Starts it; it ends when this thread ends.
  func start(output: Int32, errors: Int32) throws(ChildProcessError) -> pid_t {
    let inherited = ProcessInfo.processInfo.environment
    let depth = inherited[Self.depthVariable].flatMap(Int.init) ?? 0
    guard depth < Self.greatestDepth else { throw ChildProcessError(program: program, code: ELOOP) }
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard null >= 0 else { throw ChildProcessError(program: program, code: errno) }
    defer { close(null) }
    let name = program == ChildProcess.ownProgram ? CommandLine.arguments[0] : program
    let variables = inherited.merging(Self.defaults) { $1 }.merging(environment) { $1 }
      .merging([Self.depthVariable: "\(depth + 1)"]) { $1 }
    let process = Self.withCStrings([name] + arguments) { arguments in
      Self.withCStrings(variables.map { "\($0)=\($1)" }) { environment in
        program.withCString { program in
          ([null, output, errors] + descriptors).withUnsafeBufferPointer { descriptors in
            var setup = child_setup(
              program: program, arguments: arguments, environment: environment,
              descriptors: descriptors.baseAddress, descriptor_count: Int32(descriptors.count),
              address_space_bytes: UInt64(limits.addressSpaceBytes ?? 0),
              cpu_seconds: UInt64(limits.cpuSeconds ?? 0))
            return child_start(&setup)
          }
        }
      }
    }
    guard process > 0 else { throw ChildProcessError(program: program, code: -process) }
    return process
  }

  /// Tells a child how many generations there were before it: a program that does not know what it is
  /// asked for as a child may ask for the same, and so on without end.
  private static let depthVariable = "TACTUS_CHILD_DEPTH"
  private static let greatestDepth = 3

  /// Swift's runtime would hold a crash up for seconds to print where it was.
  private static let defaults = ["SWIFT_BACKTRACE": "enable=no"]

  /// The texts as C has a list of them, with NULL at its end.
  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Result
  ) -> Result {
    let strings = texts.map { strdup($0) } + [nil]
    defer { strings.forEach { free($0) } }
    return strings.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
