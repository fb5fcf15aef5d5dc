// Queues from Swift: priorities, a serial queue, a task class, a scheduled item and a deadline.
//
//   swift run --package-path Examples/WorkQueues
import Dispatch
import Realtime
import WorkQueues

let diary = Diary()
let platform = try WorkPlatform()

// One worker: items are performed in order of priority, not of arrival.
let queue = try platform.makeQueue(named: "steps", kind: .standard)
let isOccupied = DispatchSemaphore(value: 0)
let mayGoOn = DispatchSemaphore(value: 0)
try queue.put(
  Errand {
    isOccupied.signal()
    mayGoOn.wait()
  }.item)
isOccupied.wait()
try queue.put(Errand { diary.note("low") }.item, priority: .low)
try queue.put(Errand { diary.note("normal") }.item)
try queue.put(Errand { diary.note("high") }.item, priority: .high)
mayGoOn.signal()

// Two workers of a class: items are performed at the same time, those of a serial queue over them
// one after the other. What the system grants the class is in `grants`; the work is done either way.
let proAudio = platform.classes["Pro Audio"]
let workers = try platform.makeQueue(
  named: "workers", kind: .multithreaded(workers: 2), taskClass: proAudio)
let serial = try platform.makeSerialQueue(named: "one by one", over: workers)
let isCounted = DispatchSemaphore(value: 0)
for number in 1...3 {
  try serial.put(Errand { diary.note("number \(number)") }.item)
}
try serial.put(Errand { isCounted.signal() }.item)
isCounted.wait()

// Later: by the platform's timer, or not at all.
let isDue = DispatchSemaphore(value: 0)
let forgotten = try platform.timer.schedule(
  Errand { diary.note("never") }.item, on: queue, delayNanoseconds: 60_000_000_000)
try platform.timer.schedule(
  Errand {
    diary.note("5 ms later")
    isDue.signal()
  }.item, on: queue, delayNanoseconds: 5_000_000)
isDue.wait()
platform.timer.cancel(forgotten)

// In time: from 1 ms before the deadline on, workers look for work. This one is missed, and tells
// by what.
let isMissed = DispatchSemaphore(value: 0)
let hasBegun = DispatchSemaphore(value: 0)
let mayEnd = DispatchSemaphore(value: 0)
let slow = Errand {
  hasBegun.signal()
  mayEnd.wait()
}.item
workers.onMissedDeadline(Errand { isMissed.signal() }.item, on: queue)
try workers.put(slow)
hasBegun.wait()
_ = try workers.setDeadline(
  dueNanoseconds: Clock.now() + 2_000_000, preDeadlineNanoseconds: 1_000_000)
isMissed.wait()
for missed in workers.takeMissedDeadlines() {
  let isKnown = missed.running.contains { $0.item == slow.identity }
  diary.note(isKnown ? "slow was late" : "something waited for too long")
}
workers.onMissedDeadline(nil, on: queue)
mayEnd.signal()

// What waits is performed before a queue ends.
platform.shutdown()
print(diary.text)
