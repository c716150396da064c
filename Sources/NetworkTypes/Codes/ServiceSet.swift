/// The services that a host offers: protocols with ports, as an inventory states them, `tcp/443 udp/53`.
public struct ServiceSet: Hashable, Sendable {
    /// The protocol's number in the upper half, the port in the lower; sorted.
    private let numbers: [UInt32]

    /// Reads services between blanks; empty text states none.
    ///
    /// - Throws: the first word that names no service.
    public init(parsing text: some StringProtocol) throws(ParsingError) {
        var numbers: Set<UInt32> = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            guard let number = Self.number(word) else { throw ParsingError(word: String(word)) }
            numbers.insert(number)
        }
        self.numbers = numbers.sorted()
    }

    /// A word that names no service.
    public struct ParsingError: Error, Equatable {
        public let word: String
    }

    public var isEmpty: Bool { numbers.isEmpty }

    public func contains(_ transport: TransportProtocol, port: UInt16) -> Bool {
        numbers.contains(UInt32(transport.rawValue) << 16 | UInt32(port))
    }

    private static func number(_ word: some StringProtocol) -> UInt32? {
        let parts = word.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let transport = TransportProtocol(parsing: parts[0]), transport.hasPorts,
            let port: UInt16 = decimalNumber(parts[1]), port > 0
        else { return nil }
        return UInt32(transport.rawValue) << 16 | UInt32(port)
    }
}
