/// The evidence on the hosts of IPv4 networks that hold many: a byte for each address of such a network of 65,536.
///
/// A host is found without a search wherever it lies, and nothing is sorted. A network is given a block once it holds so many
/// hosts that a list of them takes as much memory (`EvidenceTable`).
struct EvidenceBlocks: Sendable {
    /// The number of each network's block, counted from 1; 0 of a network without one. Empty while no network has one.
    private var numbers: [UInt32] = []
    /// The blocks one behind the other.
    private var bytes: [UInt8] = []

    /// So many hosts of a network are many: 16 bytes for each, as in a list of which half is sorted.
    static let many = 4_096
    private static let length = 1 << 16

    var isEmpty: Bool { numbers.isEmpty }

    /// How many hosts there are.
    var count: Int { bytes.reduce(0) { $0 + ($1 == 0 ? 0 : 1) } }

    /// - Returns: false where the host's network has no block.
    @inline(__always)
    mutating func insert(_ address: UInt32, _ evidence: HostEvidence) -> Bool {
        guard !numbers.isEmpty else { return false }
        let number = Int(numbers[Int(address >> 16)])
        guard number > 0 else { return false }
        bytes[(number - 1) << 16 | Int(address & 0xFFFF)] |= evidence.bits
        return true
    }

    /// Adds hosts, and puts those whose network has no block into a list.
    mutating func insert(_ hosts: [EvidenceTable<UInt32>.Host], rest: inout EvidenceTable<UInt32>) {
        precondition(numbers.count == Self.length, "hosts are put into blocks where there are some")
        // Unsafe, as below; each number is that of a block that is there as a whole.
        unsafe numbers.withUnsafeBufferPointer { numbers in
            unsafe bytes.withUnsafeMutableBufferPointer { bytes in
                for host in hosts {
                    let number = Int(unsafe numbers[Int(host.address >> 16)])
                    guard number > 0 else {
                        rest.insert(host.address, host.evidence)
                        continue
                    }
                    unsafe bytes[(number &- 1) &<< 16 | Int(host.address & 0xFFFF)] |= host.evidence.bits
                }
            }
        }
    }

    /// Gives a network a block, where it has none.
    /// - Parameter network: the upper 16 bits of its addresses.
    mutating func add(_ network: UInt32) {
        if numbers.isEmpty { numbers = [UInt32](repeating: 0, count: Self.length) }
        guard numbers[Int(network)] == 0 else { return }
        bytes.append(contentsOf: repeatElement(0, count: Self.length))
        numbers[Int(network)] = UInt32(bytes.count / Self.length)
    }

    /// The networks that have blocks, in their order.
    var networks: [UInt32] { numbers.indices.filter { numbers[$0] > 0 }.map { UInt32($0) } }

    /// Adds the hosts of others, whose networks all have blocks here.
    mutating func merge(_ other: EvidenceBlocks) {
        for network in other.networks {
            let here = (Int(numbers[Int(network)]) - 1) * Self.length
            let there = (Int(other.numbers[Int(network)]) - 1) * Self.length
            // Unsafe, for a check of each place takes several times as long; both blocks are there as a whole.
            unsafe other.bytes.withUnsafeBufferPointer { others in
                unsafe bytes.withUnsafeMutableBufferPointer { bytes in
                    for place in 0..<Self.length { unsafe bytes[here &+ place] |= unsafe others[there &+ place] }
                }
            }
        }
    }

    func forEachEvidence(_ body: (HostEvidence) -> Void) {
        for bits in bytes where bits != 0 { body(HostEvidence(bits: bits)) }
    }

    /// Hands on every host in the order of addresses.
    func forEachHost(_ body: (UInt32, HostEvidence) -> Void) {
        for network in networks {
            let start = (Int(numbers[Int(network)]) - 1) * Self.length
            for place in 0..<Self.length where bytes[start + place] != 0 {
                body(network << 16 | UInt32(place), HostEvidence(bits: bytes[start + place]))
            }
        }
    }
}
