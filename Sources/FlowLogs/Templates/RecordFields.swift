import NetworkTypes

/// The fields of one record that mean something, as they stand on the wire.
///
/// One value is filled again and again, so that a record costs no allocation; and it cannot be copied, which would cost as much
/// as to fill it. Its numbers stand in memory of their own, for an index into an array that is inline, and only lent, copies all of it.
struct RecordFields: ~Copyable {
    private(set) var present = RoleSet()
    /// By the role's number.
    private var numbers = [UInt64](repeating: 0, count: Self.roleCount)
    private(set) var sourceIPv6: UInt128 = 0
    private(set) var destinationIPv6: UInt128 = 0
    /// Where the packet lies that the record holds: bytes into the datagram.
    private(set) var packet = 0..<0

    private static let roleCount = ElementRole.allCases.count

    /// Reads a record of a template whose records all have one length. The caller has compared it with what is there.
    mutating func readFixed(_ path: Template.Path, _ datagram: Span<UInt8>, at start: Int) {
        clear()
        var place = start
        for step in path.steps {
            place += Int(step.skip)
            read(step.role, datagram, place, length: Int(step.length))
            place += Int(step.length)
        }
    }

    /// Reads a record of a template with fields of variable length (RFC 7011 section 7).
    ///
    /// - Returns: where the record ends; `nil` where it goes on behind `end`.
    mutating func readVariable(_ path: Template.Path, _ datagram: Span<UInt8>, at start: Int, end: Int) -> Int? {
        clear()
        var place = start
        for step in path.steps {
            place += Int(step.skip)
            var length = Int(step.length)
            if step.length == Template.variableLength {
                guard let stated = Self.statedLength(datagram, &place, end) else { return nil }
                length = stated
            }
            guard end - place >= length else { return nil }
            read(step.role, datagram, place, length: length)
            place += length
        }
        place += path.rest
        return place <= end ? place : nil
    }

    /// Whether it names an end that is not zero.
    var namesEnds: Bool {
        number(.sourceIPv4) != 0 || number(.destinationIPv4) != 0
            || present.contains(.sourceIPv6) && sourceIPv6 != 0
            || present.contains(.destinationIPv6) && destinationIPv6 != 0
    }

    private mutating func clear() {
        present.removeAll()
        packet = 0..<0
    }

    /// A length that stands before its field: one byte, or 255 and two more.
    private static func statedLength(_ datagram: Span<UInt8>, _ place: inout Int, _ end: Int) -> Int? {
        guard place < end else { return nil }
        let short = Int(datagram[place])
        place += 1
        guard short == 255 else { return short }
        guard end - place >= 2 else { return nil }
        defer { place += 2 }
        return Int(datagram.number16(place))
    }

    @inline(__always)
    private mutating func read(_ role: ElementRole, _ datagram: Span<UInt8>, _ place: Int, length: Int) {
        switch role {
        case .passedOver: return
        case .sourceIPv6: sourceIPv6 = datagram.number128(place)
        case .destinationIPv6: destinationIPv6 = datagram.number128(place)
        case .frame, .ipPacket:
            // Of a frame and a packet that are both there the frame is the longer one.
            guard length > 0, role == .frame || packet.isEmpty else { return }
            packet = place..<place + length
        default:
            guard length > 0 else { return }
            numbers[Int(role.rawValue)] = datagram.number(place, length: length)
        }
        present.insert(role)
    }

    /// What a field holds; `nil` where the record has none.
    @inline(__always)
    subscript(_ role: ElementRole) -> UInt64? {
        present.contains(role) ? numbers[Int(role.rawValue)] : nil
    }

    /// What a field holds; 0 where the record has none.
    @inline(__always)
    func number(_ role: ElementRole) -> UInt64 {
        present.contains(role) ? numbers[Int(role.rawValue)] : 0
    }
}
