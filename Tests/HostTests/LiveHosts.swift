import Testing

/// The suites that start a host in this process: one at a time, for a process has one page.
@Suite("Live hosts", .serialized) enum LiveHosts {}
