import Foundation

// check-cycle [--self-test] [SOURCES]: prints `file:line: message` for each finding.

let arguments = CommandLine.arguments.dropFirst()
if arguments.first == "--self-test" {
  let failures = try SelfTest.failures()
  for failure in failures { print("check-cycle --self-test: \(failure)") }
  exit(failures.isEmpty ? 0 : 70)
}
let findings = try Lint.findings(in: URL(filePath: arguments.first ?? "Sources"))
for finding in findings { print(finding) }
exit(findings.isEmpty ? 0 : 1)
