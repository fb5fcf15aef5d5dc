// Control side.
import WorkQueues

/// Whether the calling thread performs an item.
var isOnWorker: Bool { WorkerHandle.current != nil }
