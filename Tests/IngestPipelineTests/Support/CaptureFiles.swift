import Foundation
import NetworkTypes
import TrafficSimulation

/// A folder of a test's own, with captures in it.
final class CaptureFolder {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("captures-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }
}

/// Captures of datagrams between hosts and listed servers in 192.0.2.0/24, byte by byte.
enum SmallCapture {
    static func frame(_ number: Int) -> [UInt8] {
        let host = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0000 + UInt32(number)))
        let origin = IPAddress.v4(IPv4Address(rawValue: 0xC000_0200 + UInt32(number % 7)))
        let payload = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 5)
        return FrameBuilder.ethernet(
            ip: FrameBuilder.ip(from: host, to: origin, .udp, FrameBuilder.udp(from: 9_000, to: 53, payload)))
    }

    /// A classic capture, a packet a second.
    static func classic(_ numbers: some Sequence<Int>) -> [UInt8] {
        var timeline = Timeline()
        for number in numbers {
            let second = 1_370_000_000 + Int64(number)
            timeline.add(frame(number), at: Timestamp(nanoseconds: second * Timestamp.nanosecondsPerSecond))
        }
        return timeline.capture(linkType: .ethernet)
    }

    /// A pcapng capture with a section for each group of packets, and two interfaces in each, one of a finer clock, which
    /// say before the first and behind every packet what they have lost so far.
    static func sections(_ groups: [Range<Int>]) -> [UInt8] {
        groups.flatMap { group in
            var section = block(0x0A0D_0D0A, words(0x1A2B_3C4D, 1, 0xFFFF_FFFF, 0xFFFF_FFFF))
            section += block(1, words(1, 262_144))
            let begin = (1_370_000_000 + UInt64(group.lowerBound)) * 1_000_000
            section += statistics(of: 0, at: begin, lost: 2)
            for number in group {
                let interface = number % 2
                // The second interface is declared where it is first used, behind packets.
                if interface == 1, number - group.lowerBound < 2 {
                    section += block(1, words(1, 262_144, 0x0001_0009, 9, 0))
                }
                let units = (1_370_000_000 + UInt64(number)) * (interface == 0 ? 1_000_000 : 1_000_000_000)
                let frame = frame(number)
                let length = UInt32(frame.count)
                let head = words(
                    UInt32(interface), UInt32(units >> 32), UInt32(truncatingIfNeeded: units), length, length)
                section += block(6, head + frame)
                section += block(0x0000_0BAD, [UInt8](repeating: 7, count: number % 3 * 4))
                section += statistics(of: UInt32(interface), at: units, lost: UInt32(number - group.lowerBound + 2))
            }
            return section
        }
    }

    /// An interface statistics block.
    private static func statistics(of interface: UInt32, at units: UInt64, lost: UInt32) -> [UInt8] {
        let time = words(UInt32(units >> 32), UInt32(truncatingIfNeeded: units))
        return block(5, words(interface) + time + words(0x0008_0005, lost, 0, 0))
    }

    private static func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
        let padded = body + [UInt8](repeating: 0, count: -body.count & 3)
        let length = UInt32(padded.count + 12)
        return words(type, length) + padded + words(length)
    }

    private static func words(_ words: UInt32...) -> [UInt8] {
        words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
    }
}
