import NetworkTypes
import Testing

@testable import CensusModel

@Suite("A set of addresses")
struct AddressSetTests {
    @Test("holds what is in it and nothing else", arguments: [0, 1, 2, 500, 20_000])
    func contains(count: Int) {
        var generator = SystemRandomNumberGenerator()
        let seed = generator.next() as UInt32
        print("seed \(seed)")
        let address = { (number: Int) -> IPAddress in
            let mixed = (UInt32(number) &+ seed) &* 2_654_435_761
            return number.isMultiple(of: 3)
                ? .v6(IPv6Address(rawValue: UInt128(mixed) << 64 | UInt128(number & 1)))
                : .v4(IPv4Address(rawValue: number.isMultiple(of: 2) ? mixed : UInt32(number)))
        }
        let inside = Set((0..<count).map(address))
        let set = AddressSet(inside)
        for number in 0..<max(2 * count, 1_000) {
            #expect(set.contains(address(number)) == inside.contains(address(number)))
        }
    }
}
