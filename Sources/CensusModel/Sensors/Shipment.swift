package import NetworkTypes

/// What a sensor sends to a centre in one piece: what one of its sources has got since the last piece of that source.
package struct Shipment: Sendable {
    package let sensor: SensorRecord
    /// The place among all that the sensor sends to this centre, from 1, without gaps.
    package let sequence: UInt64
    /// Drawn at random: tells a repeated shipment from another one under the same number.
    package let identity: String
    /// The sensor's clock when the shipment was made.
    package let sent: Timestamp
    /// Every version of a list that the contribution was counted with, and when the sensor used it first.
    package let lists: [UsedList]
    /// `nil` where nothing new was counted: the sensor only shows that it is there.
    package let contribution: ShippedContribution?

    package init(
        sensor: SensorRecord, sequence: UInt64, identity: String, sent: Timestamp, lists: [UsedList] = [],
        contribution: ShippedContribution? = nil
    ) {
        (self.sensor, self.sequence, self.identity, self.sent) = (sensor, sequence, identity, sent)
        (self.lists, self.contribution) = (lists, contribution)
    }
}

extension Shipment {
    /// The lists that its source was counted with last; `nil` where it holds nothing, and so says nothing of lists.
    package var latestLists: [UsedList]? {
        guard let uses = contribution?.source.lists.last?.lists else { return nil }
        return lists.filter { list in
            uses.contains { $0.version == list.record.version && $0.name == list.record.name }
        }
    }

    /// How far the sensor's clock was behind the centre's, in nanoseconds, the way included.
    package func clockOffset(at received: Timestamp) -> Int64 {
        let (offset, overflows) = received.nanoseconds.subtractingReportingOverflow(sent.nanoseconds)
        return overflows ? (received < sent ? .min : .max) : offset
    }
}

/// What a source counted in some hours since the last part of it that was shipped.
///
/// Parts are numbered, so that a centre adds each only to what it is the continuation of.
package struct ShippedContribution: Sendable {
    package let source: ShippedSource
    /// From 1. The first part stands in place of all that the centre has of the source.
    package let part: UInt64
    /// What the sensor keeps no more: a centre that replaces the source keeps what it has of the hours before.
    package let prunedBefore: Hour?
    /// The flows that are new, in the order of flow keys, each once.
    package let flows: any FlowSource & Sendable
    /// All that is known of the coverage of these hours, in place of what the centre has of the source there.
    package let coverage: [Hour: Coverage]
    /// What decided beside the lists whether a packet counts; `nil` where that is not known.
    package let basis: CountingBasis?

    package init(
        source: ShippedSource, part: UInt64, prunedBefore: Hour? = nil, flows: any FlowSource & Sendable,
        coverage: [Hour: Coverage], basis: CountingBasis?
    ) {
        (self.source, self.part, self.prunedBefore) = (source, part, prunedBefore)
        (self.flows, self.coverage, self.basis) = (flows, coverage, basis)
    }

    /// Whether it stands in place of what is there.
    package var replaces: Bool { part == 1 }
}

/// A source as its sensor knows it: the whole of it, whatever part of it is sent.
package struct ShippedSource: Equatable, Sendable {
    /// The name of the sensor that counted it.
    package let sensor: String
    package let kind: SourceKind
    package let name: String
    /// What makes it the same source everywhere: drawn at random, or how a capture or log begins, and how far it was counted.
    package let key: Key
    /// Another number whenever all that the source contributed was replaced. Numbers of parts hold within one.
    package let generation: UInt64
    package let commits: UInt64
    package let packets: UInt64
    package let records: UInt64
    /// By the kernel and the interfaces, and records that were lost.
    package let dropped: UInt64
    /// ISO 8601, in UTC, by the sensor's clock.
    package let begun: String
    package let committed: String
    /// The lists that it was counted with, in the order of their use.
    package let lists: [ListSet]
    /// When the sensor used the newest of them first: ISO 8601, in UTC.
    package let newestList: String

    package enum Key: Equatable, Sendable {
        case drawn(String)
        case input(head: SourceIdentity, position: UInt64, tail: [UInt8])
    }

    package init(
        sensor: String, kind: SourceKind, name: String, key: Key, generation: UInt64, commits: UInt64,
        packets: UInt64, records: UInt64, dropped: UInt64, begun: String, committed: String, lists: [ListSet],
        newestList: String
    ) {
        (self.sensor, self.kind, self.name, self.key, self.generation) = (sensor, kind, name, key, generation)
        (self.commits, self.packets, self.records, self.dropped) = (commits, packets, records, dropped)
        (self.begun, self.committed, self.lists, self.newestList) = (begun, committed, lists, newestList)
    }
}

extension ShippedSource {
    /// What decides between it and another count of the same.
    package var extent: SourceExtent {
        let position: UInt64 =
            switch key {
            case .input(_, let position, _): position
            case .drawn: commits
            }
        return SourceExtent(position: position, lists: lists, newestList: newestList, sensor: sensor)
    }
}
