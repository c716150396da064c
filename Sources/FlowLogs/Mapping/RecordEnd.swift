package import CensusModel
import NetworkTypes
import PacketDecoding

/// What a record says of one of its ends, in the census's terms.
package struct RecordEnd: Equatable, Sendable {
    /// What the end sent; its times are not among it.
    package private(set) var counters = DirectionCounters()
    /// Whether the end sent anything; else the record states that it began, and nothing that it sent was seen.
    package private(set) var hasSent = true
    /// Whether all that it sent refuses or answers.
    private(set) var refuses = false

    /// `nil` for an end that the record does not say to have sent anything, or to have begun.
    ///
    /// A record that states no packets, or none of either end, says at least that its source sent, as does one of refused
    /// traffic.
    package init?(_ side: Side, of record: LogRecord) {
        guard Self.hasSent(side, record), let sent = side == .source ? record.forward : record.reverse else {
            guard Self.isInitiator(side, record) else { return nil }
            (counters.roles, hasSent) = (.statement, false)
            return
        }
        counters.packets = sent.packets ?? 0
        counters.bytes = sent.bytes ?? 0
        counters.payloadBytes = Self.payload(sent, record)
        if record.transport == .tcp, !record.isFragment {
            counters.tcpFlags = TCPFlags(rawValue: UInt16(sent.tcpFlags ?? 0))
        }
        counters.roles = Self.roles(side, sent, record)
        refuses = counters.roles.contains(.refusal)
        if refuses { counters.refusals = counters.packets }
        counters.roles.remove(.refusal)
    }

    /// Which end of a record.
    package enum Side: Sendable {
        case source
        case destination
    }

    private static func hasSent(_ side: Side, _ record: LogRecord) -> Bool {
        let isDestinations = record.reverse.map { statesSomething($0) || isWithoutNumbers($0) } ?? false
        switch side {
        case .destination: return isDestinations
        case .source:
            return record.isRefused || record.forward.packets != 0 || statesSomething(record.forward)
                || !isDestinations
        }
    }

    private static func statesSomething(_ counters: LogCounters) -> Bool {
        (counters.packets ?? 0) > 0 || (counters.bytes ?? 0) > 0 || (counters.payloadBytes ?? 0) > 0
    }

    /// Whether it says that an end sent, and not how much.
    private static func isWithoutNumbers(_ counters: LogCounters) -> Bool {
        counters.packets == nil && counters.bytes == nil && counters.payloadBytes == nil && counters.tcpFlags != 0
    }

    /// The payload in bytes: as the format states it, else only what headers cannot explain. RFC 9293 section 3.1 has 20 to
    /// 60 bytes of header for TCP, and IPv4 20 to 60: 80 for both is more than packets have in practice.
    private static func payload(_ sent: LogCounters, _ record: LogRecord) -> UInt64 {
        guard !record.isFragment, record.transport != .icmp, record.transport != .icmpv6 else { return 0 }
        if let stated = sent.payloadBytes { return stated }
        guard let packets = sent.packets, let bytes = sent.bytes, let header = headerLength(record) else { return 0 }
        let (headers, isTooLarge) = packets.multipliedReportingOverflow(by: header)
        return isTooLarge || bytes < headers ? 0 : bytes - headers
    }

    /// The bytes of headers that a packet is allowed for; `nil` where none are known.
    private static func headerLength(_ record: LogRecord) -> UInt64? {
        let isIPv4 = if case .v4 = record.source { true } else { false }
        return switch record.transport {
        case .tcp: isIPv4 ? 80 : 100
        case .udp: isIPv4 ? 28 : 48
        default: nil
        }
    }

    /// Whether the record states that the end began. A meter calls whoever it saw first the initiator; an ICMP reply or error
    /// answers what it did not see.
    private static func isInitiator(_ side: Side, _ record: LogRecord) -> Bool {
        if record.transport == .icmp || record.transport == .icmpv6, let icmp = record.icmp {
            let (type, isIPv6) = (UInt8(truncatingIfNeeded: icmp >> 8), record.transport == .icmpv6)
            let answers = PacketRoles(icmpType: type, isIPv6: isIPv6).contains(.answer)
            guard !answers, !PacketRoles.isICMPError(type, isIPv6: isIPv6) else { return false }
        }
        return switch record.initiator {
        case .source: side == .source
        case .destination: side == .destination
        case nil: false
        }
    }

    /// Whether the end opened, answered or began, as far as the record states it.
    private static func roles(_ side: Side, _ sent: LogCounters, _ record: LogRecord) -> PacketRoles {
        var roles: PacketRoles = isInitiator(side, record) ? .statement : []
        guard !record.isFragment else { return roles }
        if record.transport == .icmp || record.transport == .icmpv6 {
            return roles.union(icmpRoles(side, sent, record))
        }
        guard record.transport == .tcp else { return roles }
        if sent.hasSentOpening { roles.formUnion(.opening) }
        if sent.hasSentAnswer { roles.formUnion(.answer) }
        let flags = TCPFlags(rawValue: UInt16(sent.tcpFlags ?? 0))
        // ORed flags with a SYN and no ACK are those of an attempt; with an ACK they say nothing about a packet.
        if flags.contains(.syn), !flags.contains(.ack) { roles.formUnion(.statement) }
        return roles
    }

    /// Of ICMP the type, where it is known, tells what packets do: one that answers a request comes from the other end. What an
    /// error quotes no log states, so that errors are held to answer as long as they are no longer than such may be.
    private static func icmpRoles(_ side: Side, _ sent: LogCounters, _ record: LogRecord) -> PacketRoles {
        guard let icmp = record.icmp else { return [] }
        let (type, isIPv6) = (UInt8(truncatingIfNeeded: icmp >> 8), record.transport == .icmpv6)
        let roles = PacketRoles(icmpType: type, isIPv6: isIPv6)
        switch side {
        case .source:
            let isError = PacketRoles.isICMPError(type, isIPv6: isIPv6)
            return isError && areShort(sent, most: isIPv6 ? 1_280 : 576) ? .refusal : roles
        case .destination: return roles.contains(.opening) ? [.answer, .refusal] : []
        }
    }

    /// Whether packets have no more than so many bytes, in the mean; so they are held to be where nothing states it.
    private static func areShort(_ sent: LogCounters, most: UInt64) -> Bool {
        guard let packets = sent.packets, let bytes = sent.bytes else { return true }
        let (limit, isBeyond) = packets.multipliedReportingOverflow(by: most)
        return isBeyond || bytes <= limit
    }
}

extension LogRecord {
    /// Whether it states, in whatever way, which end began; else that is presumed from times and ports.
    package var statesDirection: Bool {
        if initiator != nil || forward.hasSentOpening || reverse?.hasSentOpening ?? false { return true }
        switch transport {
        case .tcp:
            let syn = TCPFlags.syn.rawValue
            return UInt16(forward.tcpFlags ?? 0) & syn != 0 || UInt16(reverse?.tcpFlags ?? 0) & syn != 0
        case .icmp, .icmpv6:
            guard let icmp else { return false }
            let type = UInt8(truncatingIfNeeded: icmp >> 8)
            return !PacketRoles(icmpType: type, isIPv6: transport == .icmpv6).isEmpty
        default: return false
        }
    }
}
