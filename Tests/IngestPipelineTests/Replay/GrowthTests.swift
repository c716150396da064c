import CensusModel
import Foundation
import HourlyRollup
import Runtime
import Testing

@testable import IngestPipeline

@Suite("A capture that grows")
struct GrowthTests {
    private let folder: CaptureFolder
    private static let classic = SmallCapture.classic(0..<6)
    private static let sections = SmallCapture.sections([0..<3, 3..<6, 6..<7])

    init() throws {
        folder = try CaptureFolder()
    }

    private func whole(_ bytes: [UInt8]) throws -> [String] {
        let replay = try ReplayInProcess()
        try replay.run([folder.write(bytes, to: "whole")])
        return try replay.census()
    }

    private func expectExact(_ bytes: [UInt8], in steps: some Sequence<Int>) throws {
        let replay = try ReplayInProcess()
        for length in steps { try replay.run([folder.write(bytes.prefix(length), to: "growing")]) }
        #expect(try replay.census() == whole(bytes))
    }

    @Test("is counted exactly once, byte by byte", arguments: [Self.classic, Self.sections])
    func everyByte(bytes: [UInt8]) throws {
        try expectExact(bytes, in: 1...bytes.count)
    }

    @Test("at some place once and then to its end is counted exactly once", arguments: [Self.classic, Self.sections])
    func somePlaces(bytes: [UInt8]) throws {
        let expected = try whole(bytes)
        for length in stride(from: 1, to: bytes.count, by: 7) {
            let replay = try ReplayInProcess()
            for part in [bytes.prefix(length), bytes[...], bytes.prefix(length)] {
                try replay.run([folder.write(part, to: "growing")])
            }
            #expect(try replay.census() == expected, "grown from \(length) bytes")
        }
    }

    @Test("while it is packed is counted exactly once, byte by byte", arguments: [Self.classic, Self.sections])
    func everyPackedByte(bytes: [UInt8]) throws {
        let (packed, expected) = (try folder.packed(bytes), try whole(bytes))
        let replay = try ReplayInProcess()
        for length in 1...packed.count { try replay.run([folder.write(packed.prefix(length), to: "growing.gz")]) }
        #expect(try replay.census() == expected)
    }

    @Test("beyond the first 64 KiB is counted exactly once, whatever its packing")
    func large() throws {
        for bytes in [SmallCapture.classic(0..<3_000), SmallCapture.sections([0..<1_500, 1_500..<2_800])] {
            let lengths = [10_000, 65_535, 65_536, 65_537, 66_000, 140_000, bytes.count - 1, bytes.count]
            try expectExact(bytes, in: lengths)
            let replay = try ReplayInProcess()
            for length in lengths {
                try replay.run([folder.write(try folder.packed(Array(bytes.prefix(length))), to: "growing.gz")])
            }
            #expect(try replay.census() == whole(bytes))
        }
    }

    @Test("says with a status of its own that it is cut, and from where it was continued")
    func outcomes() throws {
        let (bytes, replay) = (Self.classic, try ReplayInProcess())
        let cut = try replay.run([folder.write(bytes.dropLast(3), to: "growing")])
        guard case .countedInPart(.whole, _) = cut.outcomes[0].result else { throw CommandProblem("\(cut.outcomes)") }
        #expect(cut.refusedSome && cut.outcomes[0].coverage.seen == 5)
        let rest = try replay.run([folder.write(bytes, to: "growing")])
        guard case .counted(.continued) = rest.outcomes[0].result else { throw CommandProblem("\(rest.outcomes)") }
        #expect(!rest.refusedSome && rest.outcomes[0].coverage.seen == 1)
    }
}
