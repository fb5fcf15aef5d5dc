import Foundation
import Testing

/// A case of a program, as its source lists it: what exists is known before anything is built.
struct NumberedCase: Sendable, Hashable, CustomTestStringConvertible {
  var program: CaseProgram
  var number: String
  var title: String

  var testDescription: String { "\(number) \(title)" }

  static let all = CaseProgram.allCases.flatMap { program in
    program.caseFiles.flatMap { cases(in: $0, of: program) }
  }

  private static func cases(in file: String, of program: CaseProgram) -> [NumberedCase] {
    let path = CaseProgram.folder.appending(path: file)
    guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [] }
    let heads = text.matches(of: #/(?m)^CASE(?:_AFTER)?\("([^"]+)",.*?"([^"]+)"\) \{$/#)
    return heads.map {
      NumberedCase(program: program, number: String($0.output.1), title: String($0.output.2))
    }
  }
}
