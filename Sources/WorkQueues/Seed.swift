public final class WorkQueue: Sendable { }
