import Foundation
import Testing

/// A sniff that runs beside the test.
struct SniffRun {
    let command: BackgroundCommand

    /// Starts it in a namespace, and returns when it captures.
    ///
    /// - Parameter user: is given the store's folder to write to.
    init(
        _ cable: VirtualCable, _ interfaces: [String] = [VirtualCable.receiving], list: String, store: String,
        user: String = "nobody", _ options: [String] = []
    ) throws {
        if store != ":memory:" {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o777], ofItemAtPath: URL(fileURLWithPath: store).deletingLastPathComponent().path)
        }
        let arguments = interfaces + ["--watchlist", list, "--store", store, "--user", user] + options
        command = try BackgroundCommand(cable.inside + [CommandRun.executable.path, "sniff"] + arguments)
        try command.waitForErrors("capturing \(interfaces.joined(separator: ", "))")
    }

    /// Stops it, and returns what it counted.
    func stop(_ signal: CInt = SIGINT) throws -> Counted {
        command.signal(signal)
        let text = try command.finish()
        #expect(command.status == 0, "\(text)")
        return try Counted(summary: text)
    }

    /// What the summary states.
    struct Counted {
        let seen: Int
        let matched: Int
        let dropped: Int

        /// - Parameter summary: holds a line as `flowcensus: 5 packets seen, 5 decoded, 0 not decoded, 3 matched, 0 dropped`.
        init(summary: String) throws {
            let line = try #require(summary.split(separator: "\n").last { $0.contains("packets seen") }, "\(summary)")
            let numbers = line.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
            let others = line.contains("not IP") ? 1 : 0
            try #require(numbers.count == 5 + others, "\(line)")
            (seen, matched, dropped) = (numbers[0], numbers[3 + others], numbers[4 + others])
        }
    }
}

/// The sample as it can be sent: all of it within one hour, in the same order.
enum LiveSample {
    /// Packets of it, and of them those with a listed address.
    static let (packets, matched) = (3_634, 1_797)

    /// A copy of the sample with a packet a millisecond from 2013-05-31T23:00:00Z on.
    static func capture() throws -> [UInt8] {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Repository.path("Samples/sample.pcap"))))
        var position = 24
        var number = 0
        while position < bytes.count {
            put(UInt32(1_370_041_200 + number / 1_000), in: &bytes, at: position)
            put(UInt32(number % 1_000 * 1_000), in: &bytes, at: position + 4)
            position += 16 + Int(bytes[position + 8]) + Int(bytes[position + 9]) << 8
            number += 1
        }
        return bytes
    }

    private static func put(_ value: UInt32, in bytes: inout [UInt8], at position: Int) {
        for byte in 0..<4 { bytes[position + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte)) }
    }

    /// The rows of an export without their times.
    static func withoutTimes(_ run: CommandRun) -> [[String]] {
        run.output.split(separator: "\n").map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            // The columns hour, first_seen and last_seen.
            return fields.enumerated().filter { ![0, 15, 16].contains($0.offset) }.map(\.element)
        }
    }

    /// Waits where the hour is about to change, so that what is sent falls into one.
    static func waitForQuietHour() {
        let left = 3_600 - Date().timeIntervalSince1970.truncatingRemainder(dividingBy: 3_600)
        if left < 30 { Thread.sleep(forTimeInterval: left + 1) }
    }
}
