import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

/// Ours against `inet_pton(3)` and `inet_ntop(3)`.
@Suite("Address texts, beside the C library")
struct AddressTextTests {
    private static let alphabet = Array("0123456789abcdefABCDEF:.::..// %gx-+\t\u{E9}")

    private func randomV4(_ random: inout SeededGenerator) -> IPAddress {
        .v4(IPv4Address(rawValue: .random(in: 0...UInt32.max, using: &random)))
    }

    /// Groups that are often zero, so that runs of every length and place occur.
    private func randomV6(_ random: inout SeededGenerator) -> IPAddress {
        var value: UInt128 = 0
        for _ in 0..<8 {
            let group: UInt16 =
                switch Int.random(in: 0..<8, using: &random) {
                case 0...4: 0
                case 5: .random(in: 0...15, using: &random)
                case 6: .max
                default: .random(in: 0...UInt16.max, using: &random)
                }
            value = value << 16 | UInt128(group)
        }
        return .v6(IPv6Address(rawValue: value))
    }

    private func mutated(_ text: String, _ random: inout SeededGenerator) -> String {
        var characters = Array(text)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0...characters.count, using: &random)
            guard let character = Self.alphabet.randomElement(using: &random) else { continue }
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where place < characters.count: characters.remove(at: place)
            case 1 where place < characters.count: characters[place] = character
            case 2 where place < characters.count: characters.insert(characters[place], at: place)
            default: characters.insert(character, at: place)
            }
        }
        return String(characters)
    }

    /// The C library still writes the deprecated IPv4-compatible addresses (`::192.0.2.1`) with a dotted quad, which
    /// RFC 5952 section 5 keeps for well-known prefixes.
    private func isIPv4Compatible(_ address: IPAddress) -> Bool {
        guard case .v6(let v6) = address else { return false }
        return v6.rawValue >> 32 == 0 && v6.rawValue >> 16 != 0
    }

    @Test("are written alike, and read back to the same address")
    func formatting() {
        var random = SeededGenerator()
        for number in 0..<10_000 {
            let address = number.isMultiple(of: 4) ? randomV4(&random) : randomV6(&random)
            let text = address.description
            if !isIPv4Compatible(address) { #expect(text == CLibrary.text(address)) }
            #expect(IPAddress(parsing: text.utf8) == address, "\(text)")
        }
    }

    @Test("are read alike, and refused alike, after random edits")
    func parsing() {
        var random = SeededGenerator()
        var accepted = 0
        let count = 20_000
        for number in 0..<count {
            let address = number.isMultiple(of: 4) ? randomV4(&random) : randomV6(&random)
            let text = mutated(CLibrary.text(address), &random)
            let expected = CLibrary.address(text)
            accepted += expected == nil ? 0 : 1
            #expect(IPAddress(parsing: text.utf8) == expected, "\(text.debugDescription)")
        }
        // Neither answer may be so rare that the comparison says nothing about it.
        #expect((count / 20..<count * 19 / 20).contains(accepted))
    }

    @Test("are read alike when made of random characters of addresses")
    func noise() {
        var random = SeededGenerator()
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...12, using: &random)
            let text = String((0..<length).compactMap { _ in "01f:::...".randomElement(using: &random) })
            #expect(IPAddress(parsing: text.utf8) == CLibrary.address(text), "\(text.debugDescription)")
        }
    }
}
