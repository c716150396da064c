package import NetworkTypes
import TextFormats

/// What a list writes where an address stands: an address, a prefix or a range, perhaps with a port, perhaps defanged.
///
/// `192.0.2.1`, `192.000.002.001` (decimal, never octal), `192.0.2.0/24`, `192.0.2.0/255.255.255.0`,
/// `192.0.2.0 255.255.255.0`, `192.0.2.1-192.0.2.9`, `192.0.2.1-9`, `192.0.2.*`, `192.0.2.1:443`, `[2001:db8::1]:443`, `192[.]0[.]2[.]1`.
/// An IPv4-mapped IPv6 address, and one inside the prefix of a translator (RFC 6052), is the IPv4 address that it holds.
package struct AddressText {
    /// The blocks that it names: one, or for a range as few as cover it.
    package let prefixes: [IPPrefix]
    package let port: UInt16?
    /// The address as stated, where bits behind its length had to be cleared.
    package let statedAddress: IPAddress?

    private init(_ prefixes: [IPPrefix], port: UInt16? = nil, statedAddress: IPAddress? = nil) {
        (self.prefixes, self.port, self.statedAddress) = (prefixes.map(\.translated), port, statedAddress)
    }

    private init(_ address: IPAddress, length: IPPrefix) {
        self.init([length], statedAddress: length.address == address ? nil : address)
    }

    /// Longer than two IPv6 addresses with every byte defanged; a longer text is not an address.
    private static let maximumLength = 256

    package init?(_ text: ArraySlice<UInt8>) {
        guard text.count <= Self.maximumLength else { return nil }
        if let (address, port) = Self.dottedQuad(text) {
            self.init([IPPrefix(.v4(address))], port: port)
        } else if let (address, length) = Self.quadAndLength(text), let prefix = IPPrefix(.v4(address), length: length)
        {
            self.init(.v4(address), length: prefix)
        } else if let parsed = IPPrefix.parse(text) {
            self.init([parsed.prefix], statedAddress: parsed.statedAddress)
        } else if let (address, prefix) = Self.netmask(text) {
            self.init(.v4(address), length: prefix)
        } else if let (address, port) = Self.bracketed(text) {
            self.init([IPPrefix(address)], port: port)
        } else if let plain = Self.refanged(text) {
            self.init(plain[...])
        } else if let prefixes = Self.range(text) {
            self.init(prefixes)
        } else if let prefix = Self.wildcard(text) {
            self.init([prefix])
        } else {
            return nil
        }
    }

    /// The blocks from one address to another; `nil` when they are of different versions or in the wrong order.
    init?(from first: ArraySlice<UInt8>, through last: ArraySlice<UInt8>) {
        guard let first = Self.address(first), let last = Self.address(last),
            let prefixes = IPPrefix.covering(first, last)
        else { return nil }
        self.init(prefixes)
    }

    /// An address and the length of its prefix, or its netmask.
    package init?(_ address: ArraySlice<UInt8>, mask: ArraySlice<UInt8>) {
        self.init(address + [UInt8(ascii: "/")] + mask)
    }

    /// A single address, without a port or a length.
    static func address(_ text: ArraySlice<UInt8>) -> IPAddress? {
        if let (address, port) = dottedQuad(text) { return port == nil ? .v4(address) : nil }
        return IPv6Address(parsing: text).map { .v6($0) }
    }
}

// MARK: - IPv4

extension AddressText {
    /// An IPv4 address, alone or with a port: what most lines hold.
    private static func dottedQuad(_ text: ArraySlice<UInt8>) -> (IPv4Address, UInt16?)? {
        let bytes = text.span
        guard let (value, end) = DottedQuad.scan(bytes, from: 0) else { return nil }
        let address = IPv4Address(rawValue: value)
        if end == bytes.count { return (address, nil) }
        guard bytes[end] == UInt8(ascii: ":"), let port = portNumber(text.dropFirst(end + 1)) else { return nil }
        return (address, port)
    }

    /// An IPv4 address and a length of one or two digits: what most of the other lines hold.
    private static func quadAndLength(_ text: ArraySlice<UInt8>) -> (IPv4Address, Int)? {
        let bytes = text.span
        guard let (value, end) = DottedQuad.scan(bytes, from: 0), (2...3).contains(bytes.count - end),
            bytes[end] == UInt8(ascii: "/")
        else { return nil }
        var length = 0
        for place in (end + 1)..<bytes.count {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            length = length * 10 + Int(digit)
        }
        return (IPv4Address(rawValue: value), length)
    }

    /// An IPv4 address, a slash or blanks, and a netmask, or one turned round as routers write it (`0.0.0.255`).
    private static func netmask(_ text: ArraySlice<UInt8>) -> (IPv4Address, IPPrefix)? {
        guard let end = text.firstIndex(where: { "/ \t".utf8.contains($0) }),
            let (address, nothing) = dottedQuad(text[..<end]), nothing == nil,
            let (mask, none) = dottedQuad(text[(end + 1)...].trimmed), none == nil,
            let length = length(ofNetmask: mask.rawValue), length > 0 || address.rawValue == 0,
            let prefix = IPPrefix(.v4(address), length: length)
        else { return nil }
        return (address, prefix)
    }

    /// How many leading bits a mask fixes; `nil` where its ones are not together at one end.
    private static func length(ofNetmask mask: UInt32) -> Int? {
        if ~mask & (~mask &+ 1) == 0 { return (~mask).leadingZeroBitCount }
        return mask & (mask &+ 1) == 0 ? mask.leadingZeroBitCount : nil
    }

    /// From 1 up: 0 is not a port that anybody listens on.
    static func portNumber(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard (1...5).contains(text.count) else { return nil }
        var number: UInt32 = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + UInt32(byte - UInt8(ascii: "0"))
        }
        return number > 0 ? UInt16(exactly: number) : nil
    }
}

// MARK: - Other forms

extension AddressText {
    /// A text without the marks that keep an address from being followed: `[.]`, `(.)`, `{.}`, `[dot]`, `[:]`.
    /// - Returns: `nil` when there are none.
    static func refanged(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.contains(where: { "[({\\".utf8.contains($0) }) else { return nil }
        var result: [UInt8] = []
        var rest = text
        while let first = rest.first {
            if let mark = marks.first(where: { rest.starts(with: $0.text) }) {
                result.append(mark.byte)
                rest = rest.dropFirst(mark.text.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result.count < text.count ? result : nil
    }

    private static let marks: [(text: [UInt8], byte: UInt8)] =
        ["[.]", "(.)", "{.}", "[dot]", "(dot)", "{dot}", "\\."].map { (Array($0.utf8), UInt8(ascii: ".")) }
        + ["[:]", "(:)"].map { (Array($0.utf8), UInt8(ascii: ":")) }

    /// An IPv6 address in brackets (RFC 3986 section 3.2.2), with a port or without.
    private static func bracketed(_ text: ArraySlice<UInt8>) -> (IPAddress, UInt16?)? {
        let (colon, closing) = (UInt8(ascii: ":"), UInt8(ascii: "]"))
        guard text.first == UInt8(ascii: "["), let end = text.firstIndex(of: closing),
            let address = IPv6Address(parsing: text[(text.startIndex + 1)..<end])
        else { return nil }
        let rest = text[(end + 1)...]
        if rest.isEmpty { return (.v6(address), nil) }
        guard rest.first == colon, let port = portNumber(rest.dropFirst()) else { return nil }
        return (.v6(address), port)
    }

    /// Two addresses of one version with a hyphen between them, the lower one first; or an IPv4 address and the last octet
    /// of another.
    private static func range(_ text: ArraySlice<UInt8>) -> [IPPrefix]? {
        guard let hyphen = text.firstIndex(of: UInt8(ascii: "-")), let first = address(text[..<hyphen].trimmed)
        else { return nil }
        let rest = text[(hyphen + 1)...].trimmed
        if let last = address(rest) { return IPPrefix.covering(first, last) }
        guard case .v4(let address) = first, rest.count <= 3,
            let octet: UInt8 = decimalNumber(String(decoding: rest, as: UTF8.self))
        else { return nil }
        return IPPrefix.covering(first, .v4(IPv4Address(rawValue: address.rawValue & ~0xFF | UInt32(octet))))
    }

    /// An IPv4 block with a star for each octet that it leaves open, the last ones: `192.0.2.*`.
    private static func wildcard(_ text: ArraySlice<UInt8>) -> IPPrefix? {
        let star = UInt8(ascii: "*")
        let octets = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let stars = octets.reversed().prefix { $0.elementsEqual([star]) }.count
        guard octets.count == 4, (1...3).contains(stars) else { return nil }
        let address = Array(text.map { $0 == star ? UInt8(ascii: "0") : $0 })
        guard text.count(where: { $0 == star }) == stars, let (first, _) = dottedQuad(address[...]) else { return nil }
        return IPPrefix(.v4(first), length: 32 - 8 * stars)
    }
}

extension IPPrefix {
    /// The block of IPv4 addresses that an IPv6 block within `::ffff:0:0/96` (RFC 4291 section 2.5.5.2) or `64:ff9b::/96`
    /// (RFC 6052) stands for; any other block as it is.
    fileprivate var translated: IPPrefix {
        guard case .v6(let address) = self.address, length > 96,
            [0xFFFF, 0x64_FF9B << 64].contains(address.rawValue >> 32)
        else { return self }
        let embedded = IPv4Address(rawValue: UInt32(truncatingIfNeeded: address.rawValue))
        return IPPrefix(.v4(embedded), length: length - 96) ?? self
    }
}
