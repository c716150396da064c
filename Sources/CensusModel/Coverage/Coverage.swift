/// What was seen of an hour and what was missed: beside every count, so that it is a stated lower bound.
package struct Coverage: Equatable, Sendable {
    /// Packets that reached us.
    package var seen: UInt64 = 0
    /// Packets in which an IP header was found.
    package var decoded: UInt64 = 0
    /// Frames that could have held one, by why none was found.
    package var undecoded: [String: UInt64] = [:]
    /// Frames that hold no IP, by their kind. `seen` is `decoded` and the sums of these and of `undecoded`.
    package var notIP: [String: UInt64] = [:]
    /// Packets between an internal host and a listed origin.
    package var matched: UInt64 = 0
    /// Packets counted with something odd about them, by what it was.
    package var remarked: [String: UInt64] = [:]
    /// Packets lost before they reached us, by where.
    package var dropped: [String: UInt64] = [:]
    /// What was seen of flow logs, by exporter: records, where all above are packets.
    package var records: [Exporter: RecordCoverage] = [:]

    package init() {}

    package mutating func merge(_ other: Coverage) {
        merge(other, tellingApart: .max)
    }

    /// Adds another one, and tells no more than so many exporters apart; the others are one.
    package mutating func merge(_ other: Coverage, tellingApart most: Int) {
        seen = seen.addingClamped(other.seen)
        decoded = decoded.addingClamped(other.decoded)
        matched = matched.addingClamped(other.matched)
        undecoded.merge(other.undecoded) { $0.addingClamped($1) }
        notIP.merge(other.notIP) { $0.addingClamped($1) }
        remarked.merge(other.remarked) { $0.addingClamped($1) }
        dropped.merge(other.dropped) { $0.addingClamped($1) }
        guard !other.records.isEmpty else { return }
        for (exporter, records) in other.records {
            let isTold = self.records[exporter] != nil || self.records.count < most
            self.records[isTold ? exporter : .others, default: RecordCoverage()].merge(records)
        }
    }

    /// Counts as one what is beyond the sampling rates that are told apart of an exporter: rows of several commits may hold more.
    package mutating func limitSamplingRates() {
        for exporter in records.keys {
            SamplingRemark.limit(&records[exporter, default: RecordCoverage()].remarked)
        }
    }

    /// The share that was decoded of all that could have been, from 0 to 1: of packets or of records, whichever is lower;
    /// `nil` when nothing is known of either.
    package var share: Double? {
        guard let records = allRecords.share else { return packetShare }
        return min(records, packetShare ?? 1)
    }

    /// The share of packets. What was dropped could have been decoded; what holds no IP could not.
    package var packetShare: Double? {
        let others = notIP.values.reduce(0 as UInt64) { $0.addingClamped($1) }
        let all = dropped.values.reduce(seen - min(others, seen)) { $0.addingClamped($1) }
        return all == 0 ? nil : Double(decoded) / Double(all)
    }

    /// Packets that were lost before they reached us, and records that were lost by sequence number.
    package var lost: UInt64 {
        (Array(dropped.values) + allRecords.lost.values).reduce(0 as UInt64) { $0.addingClamped($1) }
    }

    /// Of all exporters together.
    package var allRecords: RecordCoverage {
        var all = RecordCoverage()
        for records in records.values { all.merge(records) }
        return all
    }
}
