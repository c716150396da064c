import NetworkTypes

/// Reads values of a line by their fields; refuses those that are not what the field holds.
struct FieldReader<Field: RawRepresentable<UInt8>> {
    private let fields: LineFields

    init(_ fields: LineFields) {
        self.fields = fields
    }

    /// An address, which must be there.
    @inline(__always)
    func address(_ field: Field, _ bytes: Span<UInt8>) throws(LineRefusal) -> IPAddress {
        guard let range = fields[field] else { throw LineRefusal("line_address", "has no address of one end") }
        guard let address = bytes.address(range) else { throw LineRefusal("line_address", "is not an address", range) }
        return address
    }

    @inline(__always)
    func port(_ field: Field, _ bytes: Span<UInt8>) throws(LineRefusal) -> UInt16? {
        guard let range = fields[field] else { return nil }
        guard let port = bytes.port(range) else { throw LineRefusal("line_port", "is not a port", range) }
        return port
    }

    @inline(__always)
    func count(_ field: Field, _ bytes: Span<UInt8>) throws(LineRefusal) -> UInt64? {
        guard let range = fields[field] else { return nil }
        guard let number = bytes.number(range) else { throw LineRefusal("line_number", "is not a number", range) }
        return number
    }

    /// A byte in two hexadecimal digits, or in more of which the upper ones are left (TCP's flags with ECN's nonce).
    func hexadecimal(_ field: Field, _ bytes: Span<UInt8>) throws(LineRefusal) -> UInt8? {
        guard let range = fields[field] else { return nil }
        guard range.count <= 8, let value = UInt32(bytes.text(range), radix: 16) else {
            throw LineRefusal("line_flags", "is not a hexadecimal number", range)
        }
        return UInt8(truncatingIfNeeded: value)
    }

    @inline(__always)
    func time(_ field: Field, _ bytes: Span<UInt8>) throws(LineRefusal) -> Timestamp? {
        guard let range = fields[field] else { return nil }
        guard let time = bytes.time(range) else { throw LineRefusal("line_time", "is not a time", range) }
        return time
    }

    @inline(__always)
    func transport(_ field: Field, _ bytes: Span<UInt8>) throws(LineRefusal) -> TransportProtocol? {
        guard let range = fields[field] else { return nil }
        guard let transport = bytes.transport(range) else {
            throw LineRefusal("line_protocol", "is not a protocol", range)
        }
        return transport
    }
}
