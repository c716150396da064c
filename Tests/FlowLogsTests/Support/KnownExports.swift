import Foundation
import NetworkTypes

/// Captures of export traffic, among the known logs.
enum KnownExports {
    /// Their names; none where the folder is not there.
    static let captures: [String] = {
        guard KnownLogs.areThere else { return [] }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: KnownLogs.folder.path)) ?? []
        return files.filter { $0.hasSuffix(".pcap") }.map { String($0.dropLast(".pcap".count)) }.sorted()
    }()

    static func capture(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: KnownLogs.folder.appendingPathComponent(name + ".pcap")))
    }
}

/// A datagram of a capture.
struct CapturedDatagram {
    let time: Timestamp
    let source: IPAddress
    let payload: [UInt8]

    /// The UDP datagrams of a classic capture of Ethernet and IPv4, whose numbers are little-endian.
    static func all(_ capture: [UInt8]) -> [CapturedDatagram] {
        var datagrams: [CapturedDatagram] = []
        var position = 24
        while position + 16 <= capture.count {
            let word = { (index: Int) in
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(capture[position + index * 4 + $1]) << UInt32(8 * $1) }
            }
            let (seconds, microseconds, length) = (word(0), word(1), Int(word(2)))
            let frame = Array(capture[position + 16..<position + 16 + length])
            position += 16 + length
            let header = Int(frame[14] & 15) * 4
            let address = frame[26..<30].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            datagrams.append(
                CapturedDatagram(
                    time: Timestamp(nanoseconds: Int64(seconds) * 1_000_000_000 + Int64(microseconds) * 1_000),
                    source: .v4(IPv4Address(rawValue: address)), payload: Array(frame[(14 + header + 8)...])))
        }
        return datagrams
    }
}
