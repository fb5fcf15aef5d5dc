// Does to itself what a test process must not do to its own: endless loops at real-time priority, and
// limits that cannot be raised again. Prints what came of it, `name: value` line by line.
import CRealtime
import Glibc
import Realtime
import WorkQueues

// A broken governor must not keep a core for ever.
alarm(60)
let arguments = Arguments(CommandLine.arguments.dropFirst())
arguments.takeRights()
switch arguments.command {
case "share": try Share(arguments).run()
case "limit": try Limit(arguments).run()
case "lower-limit": LowerLimit(arguments).run()
default: end("usage: EndlessLoops share|limit|lower-limit [name=number ...]")
}
print("alive: true")
