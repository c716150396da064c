package import CensusModel
import NetworkTypes

/// What a 5-tuple showed, whatever its class, as far as it tells who began. Merges in any order.
package struct TupleEvidence: Equatable, Sendable {
    package var facts = Facts(rawValue: 0)
    /// The first packet of the host that captures and sniffers saw, in nanoseconds; the end of the range without one.
    package var hostFirst = Int64.max
    /// As `hostFirst`.
    package var originFirst = Int64.max
    /// The times that exporters of flow logs tell.
    package internal(set) var told = ToldByExporters()

    package init() {}

    package init(_ flow: FlowRecord) {
        guard !flow.reports.isEmpty else {
            self = TupleEvidence(flow.fromHost, flow.fromOrigin, portNamed: flow.matchesPort)
            return
        }
        for report in flow.reports { add(report, of: flow) }
    }

    /// What packets showed.
    private init(_ host: DirectionCounters, _ origin: DirectionCounters, portNamed: Bool) {
        facts = Facts(host, origin, portNamed: portNamed)
        (hostFirst, originFirst) = (host.firstNanoseconds, origin.firstNanoseconds)
    }

    /// Adds what an exporter tells.
    private mutating func add(_ report: FlowReport, of flow: FlowRecord) {
        var evidence = TupleEvidence(report.fromHost, report.fromOrigin, portNamed: flow.matchesPort)
        guard !report.exporter.isPackets else { return merge(evidence) }
        (evidence.hostFirst, evidence.originFirst) = (.max, .max)
        evidence.facts.note(statementsOf: report.fromHost, report.fromOrigin)
        // Beside a host's statement times decide nothing, but of fragments, of which statements do not hold.
        if !evidence.facts.contains(.hostStated) || flow.key.isOfFragments { evidence.told.add(ToldTimes(report)) }
        merge(evidence)
    }

    package mutating func merge(_ other: TupleEvidence) {
        facts.formUnion(other.facts)
        (hostFirst, originFirst) = (min(hostFirst, other.hostFirst), min(originFirst, other.originFirst))
        told.add(other.told)
    }

    package struct Facts: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16

        package init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        // The same as `OptionSet` has it, for which it goes through a call or two.
        package func contains(_ other: Self) -> Bool { rawValue & other.rawValue == other.rawValue }

        static var bothSent: Self { Self(rawValue: hostSent.rawValue | originSent.rawValue) }

        package static var hostSent: Self { Self(rawValue: 1 << 0) }
        /// The host sent something other than refusals.
        package static var hostContact: Self { Self(rawValue: 1 << 1) }
        package static var hostOpened: Self { Self(rawValue: 1 << 2) }
        package static var hostAnswered: Self { Self(rawValue: 1 << 3) }
        package static var hostPayload: Self { Self(rawValue: 1 << 4) }
        package static var originSent: Self { Self(rawValue: 1 << 5) }
        package static var originOpened: Self { Self(rawValue: 1 << 6) }
        /// The origin answered an opening, with payload or without.
        package static var originAnswered: Self { Self(rawValue: 1 << 7) }
        package static var originPayload: Self { Self(rawValue: 1 << 8) }
        /// An entry that matched names the origin's port.
        package static var portNamed: Self { Self(rawValue: 1 << 9) }
        /// A flow log states that the host began.
        package static var hostStated: Self { Self(rawValue: 1 << 10) }
        /// A flow log states that the origin began.
        package static var originStated: Self { Self(rawValue: 1 << 11) }
    }
}

extension TupleEvidence.Facts {
    /// What packets showed.
    @inline(__always)
    init(_ host: DirectionCounters, _ origin: DirectionCounters, portNamed: Bool) {
        var bits: UInt16 = 0
        let note = { (isTrue: Bool, fact: Self) in bits |= isTrue ? fact.rawValue : 0 }
        note(host.hasSent && !host.isRefusalOnly, .hostContact)
        note(host.hasSent, .hostSent)
        note(host.roles.contains(.opening), .hostOpened)
        note(host.roles.contains(.answer), .hostAnswered)
        note(host.payloadBytes > 0, .hostPayload)
        note(origin.hasSent, .originSent)
        note(origin.roles.contains(.opening), .originOpened)
        note(origin.roles.contains(.answer) || origin.tcpFlags.contains(.synAckPacket), .originAnswered)
        note(origin.payloadBytes > 0, .originPayload)
        note(portNamed, .portNamed)
        self.init(rawValue: bits)
    }

    /// Adds what a flow log states.
    @inline(__always)
    mutating func note(statementsOf host: DirectionCounters, _ origin: DirectionCounters) {
        let bits =
            (host.roles.contains(.statement) ? Self.hostStated.rawValue : 0)
            | (origin.roles.contains(.statement) ? Self.originStated.rawValue : 0)
        self = Self(rawValue: rawValue | bits)
    }
}

/// What a 5-tuple showed in an hour and the three before it.
package struct EvidenceWindow: Equatable, Sendable {
    package var merged: TupleEvidence
    /// Whether the 5-tuple was there in the oldest of the four hours, so that its beginning may lie before them.
    package var reachesOldestHour: Bool

    package init(_ merged: TupleEvidence, reachesOldestHour: Bool = false) {
        (self.merged, self.reachesOldestHour) = (merged, reachesOldestHour)
    }

    /// How many hours before its own decide a flow's beginning, too.
    package static let hoursBefore: Int32 = 3
}
