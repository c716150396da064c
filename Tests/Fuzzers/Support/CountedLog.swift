package import FlowLogs
package import NetworkTypes

/// Counts what a reader of flow logs hands out.
package struct CountedLog: LogSink, Equatable {
    /// Records and sampled packets.
    package private(set) var items = 0
    package private(set) var losses: [LogLoss: UInt64] = [:]
    /// A number that depends on what every record says.
    package private(set) var sum = 0

    package init() {}

    package mutating func record(_ record: LogRecord, from origin: LogOrigin) {
        items += 1
        sum &+= Int(record.transport.rawValue) &* 31 &+ Int(record.sourcePort) &* 7 &+ Int(record.destinationPort)
        sum &+=
            Int(truncatingIfNeeded: record.forward.packets ?? 1) &+ Int(truncatingIfNeeded: record.forward.bytes ?? 2)
        sum &+=
            Int(truncatingIfNeeded: record.first?.nanoseconds ?? 3)
            &+ Int(truncatingIfNeeded: record.last?.nanoseconds ?? 4)
    }

    package mutating func sample(_ sample: SampledFrame, from origin: LogOrigin) {
        items += 1
        sum &+= sample.bytes.count
    }

    package mutating func note(_ loss: LogLoss, count: UInt64, at time: Timestamp?, from origin: LogOrigin) {
        losses[loss, default: 0] &+= count
    }
}
