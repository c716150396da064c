import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import Testing
import TrafficSimulation

@testable import IngestPipeline

/// A classic capture as the numbers of its packets, so that one can tell by hand which begins with which.
struct NumberedCapture: Equatable {
    var numbers: [UInt32]
    /// Bytes of payload of each packet.
    let payload: Int

    /// Header and records: the number decides about the host, the origin and the payload, and the place about the time.
    var bytes: [UInt8] {
        let frame = FrameBuilder.ethernet(
            ip: FrameBuilder.ip(
                from: .v4(IPv4Address(rawValue: 0x0A00_0000)), to: .v4(IPv4Address(rawValue: 0xC000_0201)), .udp,
                FrameBuilder.udp(from: 9_000, to: 53, [UInt8](repeating: 0, count: payload))))
        var timeline = Timeline()
        timeline.add(frame, at: Timestamp(nanoseconds: 1_370_000_000 * Timestamp.nanosecondsPerSecond))
        let capture = timeline.capture(linkType: .ethernet)
        let record = Array(capture.dropFirst(24))
        var bytes = Array(capture.prefix(24))
        bytes.reserveCapacity(24 + record.count * numbers.count)
        for number in numbers {
            let start = bytes.count
            bytes += record
            // The source's last bytes, behind the headers of the record (16) and of Ethernet (14), and 12 of IPv4's.
            bytes[start + 43] = UInt8(truncatingIfNeeded: number >> 16)
            bytes[start + 44] = UInt8(truncatingIfNeeded: number >> 8)
            bytes[start + 45] = UInt8(truncatingIfNeeded: number)
            bytes[bytes.count - 1] = UInt8(truncatingIfNeeded: number)
        }
        return bytes
    }

    func isBeginning(of other: Self) -> Bool {
        payload == other.payload && other.numbers.starts(with: numbers)
    }

    /// Those that are the beginning of no other, each once.
    static func whole(_ captures: [Self]) -> [Self] {
        captures.enumerated().filter { number, capture in
            !captures.enumerated().contains { place, other in
                place != number && capture.isBeginning(of: other) && (other != capture || place < number)
            }
        }.map(\.element)
    }

    /// What a census of some captures holds, each counted once, by a way of its own: packets by host.
    static func packets(_ captures: [Self]) -> [UInt32: UInt64] {
        var packets: [UInt32: UInt64] = [:]
        for capture in captures {
            for number in capture.numbers { packets[number & 0xFF_FFFF, default: 0] += 1 }
        }
        return packets
    }
}

extension FlowSource {
    /// Packets by host, of flows of `NumberedCapture`s.
    func packetsByHost() throws -> [UInt32: UInt64] {
        var packets: [UInt32: UInt64] = [:]
        try forEachFlow(FlowFilter(hours: HourRange())) { flow in
            guard case .v4(let host) = flow.key.host else { return }
            packets[host.rawValue & 0xFF_FFFF, default: 0] += flow.packets
        }
        return packets
    }
}

/// A named pipe that a thread writes some bytes to.
final class FedPipe {
    let path: String

    /// - Parameter pieceLength: bytes that are written at once.
    init(_ bytes: [UInt8], in folder: CaptureFolder, pieceLength: Int = 100_000) throws {
        let path = folder.path("pipe-\(UUID().uuidString)")
        self.path = path
        try #require(unsafe mkfifo(path, 0o600) == 0)
        Thread.detachNewThread {
            guard let handle = FileHandle(forWritingAtPath: path) else { return }
            for start in stride(from: 0, to: bytes.count, by: pieceLength) {
                // A reader that has gone has all it needs.
                guard (try? handle.write(contentsOf: bytes[start..<min(start + pieceLength, bytes.count)])) != nil
                else {
                    return
                }
            }
            try? handle.close()
        }
    }
}
