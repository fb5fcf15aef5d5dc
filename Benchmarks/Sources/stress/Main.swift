import Foundation

@main
enum Main {
  static func main() {
    do {
      try Stress(Array(CommandLine.arguments.dropFirst())).run()
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(error is UsageError ? 64 : 1)
    }
  }
}

/// An unknown option, or one without its value.
struct UsageError: Error, CustomStringConvertible {
  let description: String
}
