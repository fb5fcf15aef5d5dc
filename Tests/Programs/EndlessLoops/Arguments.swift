import CRealtime
import Glibc

/// A command and numbers by name.
struct Arguments {
  let command: String
  private var numbers: [String: Int] = [:]

  init(_ words: ArraySlice<String>) {
    command = words.first ?? ""
    for word in words.dropFirst() {
      let parts = word.split(separator: "=")
      guard parts.count == 2, let number = Int(parts[1]) else { end("not a number: \(word)") }
      numbers[String(parts[0])] = number
    }
  }

  subscript(name: String, default other: Int) -> Int { numbers[name, default: other] }

  /// Becomes the user asked for, with as much real-time priority as asked for.
  func takeRights() {
    guard let user = numbers["user"] else { return }
    set(__RLIMIT_RTPRIO, soft: self["rtprio", default: 0], hard: self["rtprio", default: 0])
    set(__RLIMIT_NICE, soft: 0, hard: 0)
    guard setgid(gid_t(user)) == 0, setuid(uid_t(user)) == 0 else { end("setuid") }
  }
}

/// Ends the program with a reason.
func end(_ reason: String) -> Never {
  print("error: \(reason)")
  exit(1)
}

/// Sets a limit of this process.
func set(_ resource: __rlimit_resource, soft: Int, hard: Int) {
  var limit = rlimit(rlim_cur: rlim_t(soft), rlim_max: rlim_t(hard))
  guard setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else {
    end("setrlimit")
  }
}

/// RLIMIT_RTTIME of this process, in microseconds.
func presentCPUTimeLimit() -> (soft: Int, hard: Int) {
  var limit = rlimit()
  getrlimit(__rlimit_resource_t(__RLIMIT_RTTIME.rawValue), &limit)
  return (Int(clamping: limit.rlim_cur), Int(clamping: limit.rlim_max))
}

/// The same in words.
func cpuTimeLimit() -> String { "\(presentCPUTimeLimit().soft) \(presentCPUTimeLimit().hard)" }

func sleep(milliseconds: Int) {
  let end = rt_now_nanoseconds() + Int64(milliseconds) * 1_000_000
  while rt_sleep_until(end) != 0 {}
}
