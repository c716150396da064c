import Foundation

/// Packed files, each behind the byte that says how it is packed and two for the length of pieces.
enum PackedSeeds {
    static let all: [[UInt8]] = contents.flatMap { content -> [[UInt8]] in
        [
            [0, 0, 99] + packed(content, "gzip", "-1"), [0, 0, 0] + packed(content, "gzip", "-9"),
            [0, 16, 0] + packed(content, "gzip") + packed(content, "gzip") + [0, 0],
            [1, 0, 99] + packed(content, "zstd"), [2, 0, 99] + packed(content, "zip", "-q", "-", "-"),
        ]
    }

    private static let contents: [[UInt8]] = [
        [], Array("192.0.2.1 198.51.100.7 192.0.2.1\n".utf8),
        (0..<3_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }, [UInt8](repeating: 0, count: 40_000),
    ]

    /// What a command makes of some bytes.
    private static func packed(_ content: [UInt8], _ command: String, _ arguments: String...) -> [UInt8] {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        (process.standardInput, process.standardOutput) = (input, output)
        do {
            try process.run()
            // All of the contents fit into a pipe.
            try input.fileHandleForWriting.write(contentsOf: Data(content))
            try input.fileHandleForWriting.close()
            let packed = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return Array(packed)
        } catch {
            FileHandle.standardError.write(Data("\(command): \(error)\n".utf8))
            exit(1)
        }
    }
}
