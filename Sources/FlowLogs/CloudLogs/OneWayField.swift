import NetworkTypes

/// The fields that cloud flow logs have in common, whose records tell of one direction.
protocol OneWayField: RawRepresentable<UInt8> {
    static var source: Self { get }
    static var destination: Self { get }
    static var sourcePort: Self { get }
    static var destinationPort: Self { get }
    static var transport: Self { get }
    static var packets: Self { get }
    static var bytes: Self { get }
    static var start: Self { get }
    static var end: Self { get }
}

extension FieldReader where Field: OneWayField {
    /// A record of the ends, of what the source sent and when; one of its times stands for the other where that is missing.
    func oneWayRecord(_ bytes: Span<UInt8>) throws(LineRefusal) -> LogRecord {
        var record = LogRecord(
            transport: try transport(.transport, bytes) ?? .unknown, source: try address(.source, bytes),
            destination: try address(.destination, bytes))
        if record.transport.hasPorts || record.transport == .unknown {
            record.sourcePort = try port(.sourcePort, bytes) ?? 0
            record.destinationPort = try port(.destinationPort, bytes) ?? 0
        }
        record.forward = LogCounters(packets: try count(.packets, bytes), bytes: try count(.bytes, bytes))
        record.first = try time(.start, bytes)
        record.last = try time(.end, bytes) ?? record.first
        record.first = record.first ?? record.last
        return record
    }
}
