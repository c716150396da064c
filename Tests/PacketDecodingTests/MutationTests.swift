import Foundation
import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

/// Damages frames at random: the decoder ends, and invents no address.
///
/// The seed is printed; `FLOWCENSUS_SEED` repeats a run.
@Suite("A damaged frame") struct MutationTests {
    private static let seed =
        ProcessInfo.processInfo.environment["FLOWCENSUS_SEED"].flatMap { UInt64($0) }
        ?? UInt64.random(in: 0...UInt64.max)

    @Test("of any kind yields no addresses but such as stand in it", arguments: RepresentativeFrame.all)
    func mutated(_ frame: RepresentativeFrame) {
        let seed = Self.seed
        print("seed of the mutations of \(frame.name): \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let damaged = generator.damaged(frame.bytes)
            let linkType = generator.oneIn(8) ? RepresentativeFrame.all.randomElement(using: &generator)?.linkType : nil
            let originalLength = Int.random(in: 0...damaged.count * 2, using: &generator)
            for tunnels in TunnelPolicy.allCases {
                let result = outcome(
                    damaged, linkType ?? frame.linkType, originalLength: originalLength, tunnels: tunnels)
                #expect(result.isGrounded(in: damaged), "\(result) of \(damaged), seed \(seed)")
            }
        }
    }

    @Test("of random bytes yields no addresses but such as stand in it")
    func random() {
        let seed = Self.seed
        print("seed of the random frames: \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...120, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            guard let frame = RepresentativeFrame.all.randomElement(using: &generator) else { continue }
            let result = outcome(bytes, frame.linkType)
            #expect(result.isGrounded(in: bytes), "\(result) of \(bytes), seed \(seed)")
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func oneIn(_ count: Int) -> Bool {
        Int.random(in: 0..<count, using: &self) == 0
    }

    /// One to six changes: a byte replaced, a bit flipped, bytes taken out, put in, or cut off.
    fileprivate mutating func damaged(_ frame: [UInt8]) -> [UInt8] {
        var bytes = frame
        for _ in 0..<Int.random(in: 1...6, using: &self) {
            guard let place = bytes.indices.randomElement(using: &self) else { return bytes }
            switch Int.random(in: 0..<6, using: &self) {
            case 0, 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &self) ?? 0
            case 2: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 3: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 4: bytes.insert(contentsOf: bytes.prefix(Int.random(in: 1...8, using: &self)), at: place)
            default: bytes.removeSubrange(place..<(oneIn(4) ? bytes.count : place + 1))
            }
        }
        return bytes
    }
}

extension Result<DecodedPacket, DecodingError> {
    /// Whether the addresses, if there are any, stand one behind the other in the frame.
    fileprivate func isGrounded(in frame: [UInt8]) -> Bool {
        guard case .success(let packet) = self else { return true }
        var pair = WireBytes()
        for address in [packet.source, packet.destination] {
            switch address {
            case .v4(let address): pair.append32(address.rawValue)
            case .v6(let address): pair.append128(address.rawValue)
            }
        }
        let wanted = pair.bytes
        guard frame.count >= wanted.count else { return false }
        return (0...frame.count - wanted.count).contains { frame[$0...].starts(with: wanted) }
    }
}
