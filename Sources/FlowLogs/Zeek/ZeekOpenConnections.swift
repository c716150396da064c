import NetworkTypes

/// What open_conn.log said so far of each connection in it, so that what it says again counts once.
///
/// The log tells of each open connection every hour, with all that it has sent since it began; in the end conn.log tells of it
/// once more. Bounded: where there are too many, all are forgotten, and count again from their beginning.
struct ZeekOpenConnections: Equatable, Sendable {
    private struct Connection: Hashable, Sendable {
        let first: Timestamp?
        let source: IPAddress
        let destination: IPAddress
        let sourcePort: UInt16
        let destinationPort: UInt16
        let transport: TransportProtocol
    }

    private struct Account: Equatable, Sendable {
        let last: Timestamp?
        let forward: LogCounters
        let reverse: LogCounters?
    }

    private var accounts: [Connection: Account] = [:]

    private static let maximum = 65_536

    /// How often all were forgotten.
    private(set) var timesForgotten = 0

    var isEmpty: Bool { accounts.isEmpty }

    /// What a record says beyond what was known of its connection; `nil` where it has sent nothing since.
    mutating func news(in record: LogRecord) -> LogRecord? {
        let connection = Connection(
            first: record.first, source: record.source, destination: record.destination,
            sourcePort: record.sourcePort, destinationPort: record.destinationPort, transport: record.transport)
        if accounts.count >= Self.maximum, accounts[connection] == nil {
            accounts.removeAll()
            timesForgotten += 1
        }
        let known = accounts.updateValue(
            Account(last: record.last, forward: record.forward, reverse: record.reverse), forKey: connection)
        guard let known else { return record }
        var news = record
        news.first = known.last ?? record.first
        news.forward = record.forward.since(known.forward)
        news.reverse = record.reverse.map { reverse in known.reverse.map(reverse.since) ?? reverse }
        return news.forward.isNothing && news.reverse?.isNothing ?? true ? nil : news
    }
}

extension LogCounters {
    /// What was counted beyond what had been counted before.
    fileprivate func since(_ before: LogCounters) -> LogCounters {
        let difference = { (now: UInt64?, before: UInt64?) in now.map { $0 - min($0, before ?? 0) } }
        var counters = self
        counters.packets = difference(packets, before.packets)
        counters.bytes = difference(bytes, before.bytes)
        counters.payloadBytes = difference(payloadBytes, before.payloadBytes)
        return counters
    }

    /// Whether it is stated that nothing was sent.
    fileprivate var isNothing: Bool {
        let all = [packets, bytes, payloadBytes].compactMap { $0 }
        return !all.isEmpty && all.allSatisfy { $0 == 0 }
    }
}
