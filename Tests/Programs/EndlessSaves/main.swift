import Foundation
import Host

// Writes one of two texts to a file, again and again, until it is killed; says so once it has begun.
let path = CommandLine.arguments[1]
let texts = ["a", "b"].map { String(repeating: $0 + "\n", count: 5000) }
var count = 0
while true {
  try AtomicFile.write(texts[count % 2], to: path, keepsPrevious: true)
  if count == 0 { FileHandle.standardOutput.write(Data("begun\n".utf8)) }
  count += 1
}
