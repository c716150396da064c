import Foundation
import TestSupport

extension CaptureFolder {
    /// What gzip makes of some bytes.
    func packed(_ bytes: [UInt8]) throws -> [UInt8] {
        let plain = try write(bytes, to: "plain")
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-c", plain]
        process.standardOutput = output
        try process.run()
        let packed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Array(packed)
    }
}
