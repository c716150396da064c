/// What a field of a template means to us. Fields that mean nothing to us have none, and are passed over by their length.
enum ElementRole: UInt8, CaseIterable, Sendable {
    case passedOver = 0

    // The ends.
    case sourceIPv4, destinationIPv4, sourceIPv6, destinationIPv6
    case transport
    case sourcePort, destinationPort
    /// Ports by the name of their protocol, which some exporters send beside those above.
    case namedSourcePort, namedDestinationPort
    case icmpTypeAndCode, icmpType, icmpCode

    // What the ends sent.
    case bytes, packets, totalBytes, totalPackets, postBytes, postPackets
    case initiatorBytes, initiatorPackets, responderBytes, responderPackets
    case reverseBytes, reversePackets, reverseTotalBytes, reverseTotalPackets
    case droppedPackets
    case tcpFlags, reverseTCPFlags
    /// Those of the first packet alone.
    case firstTCPFlags, reverseFirstTCPFlags

    // When.
    case startUptime, endUptime, systemStart
    case startSeconds, endSeconds, startMilliseconds, endMilliseconds
    case startMicroseconds, endMicroseconds, startNanoseconds, endNanoseconds
    case startDelta, endDelta
    case durationMilliseconds, durationMicroseconds
    case eventSeconds, eventMilliseconds, eventNTP

    // How it was seen.
    case samplingInterval, randomInterval, samplerID, selectorID
    case packetInterval, packetSpace, sampleSize, samplePopulation, sampleProbability
    case fragmentOffset
    case firewallEvent, forwardingStatus
    case biflowDirection

    // Packets themselves.
    case frame, ipPacket, packetLength, frameType
}

extension ElementRole {
    /// The role of an element in IANA's registry "IPFIX Information Elements"; its first 127 numbers are those of
    /// NetFlow v9 (RFC 3954 section 8).
    ///
    /// Post-NAT addresses (225 to 228, 281, 282) are not the ends, and `flowDirection` (61) says which way the exporter
    /// looked, so both mean nothing here.
    init(element: UInt16) {
        self =
            switch element {
            case 1: .bytes
            case 2: .packets
            case 4: .transport
            case 6: .tcpFlags
            case 7: .sourcePort
            case 8: .sourceIPv4
            case 11: .destinationPort
            case 12: .destinationIPv4
            case 21: .endUptime
            case 22: .startUptime
            case 23: .postBytes
            case 24: .postPackets
            case 27: .sourceIPv6
            case 28: .destinationIPv6
            case 32, 139: .icmpTypeAndCode
            case 85: .totalBytes
            case 86: .totalPackets
            default: Self(rarerElement: element)
            }
    }

    private init(rarerElement element: UInt16) {
        self =
            switch element {
            case 34: .samplingInterval
            case 48: .samplerID
            case 50: .randomInterval
            case 88: .fragmentOffset
            case 89: .forwardingStatus
            case 103, 224, 312: .packetLength
            case 104, 315: .frame
            case 133, 135: .droppedPackets
            case 176, 178: .icmpType
            case 177, 179: .icmpCode
            case 180, 182: .namedSourcePort
            case 181, 183: .namedDestinationPort
            case 231: .initiatorBytes
            case 232: .responderBytes
            case 233: .firewallEvent
            case 239: .biflowDirection
            case 298: .initiatorPackets
            case 299: .responderPackets
            case 302: .selectorID
            case 305: .packetInterval
            case 306: .packetSpace
            case 309: .sampleSize
            case 310: .samplePopulation
            case 311: .sampleProbability
            case 313: .ipPacket
            case 408: .frameType
            default: Self(timeElement: element)
            }
    }

    private init(timeElement element: UInt16) {
        self =
            switch element {
            case 150: .startSeconds
            case 151: .endSeconds
            case 152: .startMilliseconds
            case 153: .endMilliseconds
            case 154: .startMicroseconds
            case 155: .endMicroseconds
            case 156: .startNanoseconds
            case 157: .endNanoseconds
            case 158: .startDelta
            case 159: .endDelta
            case 160: .systemStart
            case 161: .durationMilliseconds
            case 162: .durationMicroseconds
            case 322: .eventSeconds
            case 323: .eventMilliseconds
            case 324, 325: .eventNTP
            default: .passedOver
            }
    }

    /// The role of an element that tells of the other direction (RFC 5103 section 6.1).
    init(reverseElement element: UInt16) {
        self =
            switch element {
            case 1: .reverseBytes
            case 2: .reversePackets
            case 6: .reverseTCPFlags
            case 85: .reverseTotalBytes
            case 86: .reverseTotalPackets
            case 231: .responderBytes
            case 298: .responderPackets
            default: .passedOver
            }
    }

    /// The role of an element that CERT's YAF numbers in its own registry (private enterprise number 6871): of both directions the
    /// flags of the first packet, and of all others.
    init(yafElement element: UInt16) {
        let reverse: UInt16 = 0x4000
        self =
            switch element {
            case 14: .firstTCPFlags
            case 15: .tcpFlags
            case 14 | reverse: .reverseFirstTCPFlags
            case 15 | reverse: .reverseTCPFlags
            default: .passedOver
            }
    }

    /// The role of a field of NetFlow v9: those of IANA's registry, and what Cisco's firewalls number otherwise.
    init(netFlowV9Field field: UInt16) {
        self = field == 40_005 ? .firewallEvent : Self(element: field)
    }

    /// Whether it is something that the headers of a packet say, of which a packet in a tunnel has its own.
    var isOfHeaders: Bool {
        switch self {
        case .sourceIPv4, .destinationIPv4, .sourceIPv6, .destinationIPv6, .transport, .sourcePort, .destinationPort,
            .namedSourcePort, .namedDestinationPort, .icmpTypeAndCode, .icmpType, .icmpCode, .tcpFlags, .fragmentOffset:
            true
        default: false
        }
    }

    /// Whether it says when a flow was, or what its times count from.
    var isOfTimes: Bool { (Self.startUptime.rawValue...Self.eventNTP.rawValue).contains(rawValue) }

    /// Whether it says which packets were looked at.
    var isOfSampling: Bool { (Self.samplingInterval.rawValue...Self.sampleProbability.rawValue).contains(rawValue) }

    /// Whether a field of that length, in bytes, can be read in this role; what cannot is passed over.
    func takes(length: Int, isVariable: Bool) -> Bool {
        switch self {
        case .passedOver: false
        case .sourceIPv4, .destinationIPv4: length == 4 && !isVariable
        case .sourceIPv6, .destinationIPv6: length == 16 && !isVariable
        case .frame, .ipPacket: length > 0
        default: !isVariable && (1...8).contains(length)
        }
    }
}
