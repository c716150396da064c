package import NetworkTypes

/// What takes the content of flow logs as readers find it. Nothing that was read is left out without a call.
package protocol LogSink {
    /// A record of a flow.
    mutating func record(_ record: LogRecord, from origin: LogOrigin)

    /// Whether a record of a flow between two ends can give more than a place in the account of its hour. One that cannot may be
    /// handed to `pass` in place of `record`, which spares what else it states.
    func concerns(_ source: IPAddress, _ destination: IPAddress) -> Bool

    /// A record of a flow between two ends that do not concern the sink.
    mutating func pass(_ record: PassedRecord, from origin: LogOrigin)

    /// Which records of flows between IPv4 addresses can give more than a place in the account of their hour: a bit for each pair
    /// of ends, the first one's lowest. Those that cannot may be handed to `pass`, alone or in a run.
    /// - Parameter ends: of at most 64 records.
    func concerned(by ends: Span<IPv4Ends>) -> UInt64

    /// Records one behind another that do not concern the sink.
    mutating func pass(_ run: PassedRun, from origin: LogOrigin)

    /// The first bytes of a sampled packet (sFlow's raw header, IPFIX's dataLinkFrameSection), to be decoded as a frame.
    mutating func sample(_ sample: SampledFrame, from origin: LogOrigin)

    /// Records that were met and give no flow, or were not met and should have been.
    /// - Parameter time: the export time, whose hour they are missing in; `nil` where nothing is known.
    mutating func note(_ loss: LogLoss, count: UInt64, at time: Timestamp?, from origin: LogOrigin)
}

extension LogSink {
    /// Whoever takes every record is concerned by all.
    package func concerns(_ source: IPAddress, _ destination: IPAddress) -> Bool { true }

    package mutating func pass(_ record: PassedRecord, from origin: LogOrigin) {}

    package func concerned(by ends: Span<IPv4Ends>) -> UInt64 { .max }

    package mutating func pass(_ run: PassedRun, from origin: LogOrigin) {}
}

/// What is left to say of a record that concerns nobody: when it was, and the sampling.
package struct PassedRecord: Equatable, Sendable {
    /// As in `LogRecord`.
    package var first: Timestamp?
    package var last: Timestamp?
    package var stated: Timestamp?
    package var samplingInterval: UInt32?
}

/// A packet of which an exporter sent the beginning.
package struct SampledFrame: Equatable, Sendable {
    package var linkType: LinkType
    package var bytes: [UInt8]
    /// The frame's length on the wire.
    package var originalLength: UInt32
    /// When it was sampled, as far as the log says: the datagram's time.
    package var time: Timestamp
    package var samplingInterval: UInt32?

    package init(linkType: LinkType, bytes: [UInt8], originalLength: UInt32, time: Timestamp) {
        (self.linkType, self.bytes, self.originalLength, self.time) = (linkType, bytes, originalLength, time)
    }
}

/// Why records give no flow. The raw value is the name in coverage.
package enum LogLoss: Hashable, Sendable {
    /// A record that should have given a flow, and does not, with its reason. Lowers coverage.
    case undecoded(String)
    /// Lost on the way, by the exporter's sequence numbers. Lowers coverage.
    case lostBySequence
    /// Lost in the socket of a collector, where no sequence number tells of it: no later datagram of the exporter came. Lowers coverage.
    case lostInSocket
    /// A record whose template is not known. Lowers coverage.
    case withoutTemplate
    /// What is not a flow by its kind (counters, options, events without a flow, other kinds of lines), with its kind. Does not
    /// lower coverage.
    case notFlow(String)
    /// The same as was counted already: repeated datagrams. Does not lower coverage.
    case repeated
    /// A record that is counted, with something odd about it, by what it is. Does not lower coverage.
    case remark(String)
}
