import Foundation
import Glibc

/// How much memory this process holds.
package enum ResidentMemory {
    /// Bytes, of proc(5); `nil` where /proc is not mounted.
    package static var bytes: UInt64? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ UInt64($0) })
        else { return nil }
        return pages * UInt64(max(0, sysconf(CInt(_SC_PAGESIZE))))
    }
}
