/// Where a program listens: a port, at one address or at all.
package struct ReceptionAddress: Equatable, Sendable {
    /// `nil` for all addresses of both versions.
    package let address: IPAddress?
    package let port: UInt16

    package init(address: IPAddress?, port: UInt16) {
        (self.address, self.port) = (address, port)
    }

    /// Reads `2055`, `192.0.2.1:2055` or `[2001:db8::1]:2055`; `nil` where the text is none of these.
    package init?(parsing text: String) {
        let parts = text.utf8.lastIndex(of: UInt8(ascii: ":")).map { (text[..<$0], text[text.index(after: $0)...]) }
        guard let port = UInt16(parts?.1 ?? text[...]) else { return nil }
        guard let (before, _) = parts else {
            (address, self.port) = (nil, port)
            return
        }
        let isBracketed = before.hasPrefix("[") && before.hasSuffix("]")
        let inner = isBracketed ? before.dropFirst().dropLast() : before
        guard let address = IPAddress(parsing: inner.utf8) else { return nil }
        switch address {
        case .v4: if isBracketed { return nil }
        case .v6: if !isBracketed { return nil }
        }
        (self.address, self.port) = (address, port)
    }
}

extension ReceptionAddress: CustomStringConvertible {
    package var description: String {
        switch address {
        case nil: "\(port)"
        case .v4(let address): "\(address):\(port)"
        case .v6(let address): "[\(address)]:\(port)"
        }
    }
}
