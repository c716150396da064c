import ByteInput
import Glibc

/// What the kernel says that the threads of this process may do (proc(5), `/proc/self/task/*/status`).
enum ThreadPrivileges {
    /// The first privilege that some thread still has; `nil` when there is none.
    ///
    /// - Parameter user: whose process it ought to be; `nil` for anybody's.
    static func left(user: uid_t?) -> String? {
        let threads = threadNumbers
        guard !threads.isEmpty else { return "the threads of the process cannot be listed" }
        for thread in threads {
            guard let status = try? status(of: thread) else { continue }
            if let left = left(in: status, user: user) { return "\(left) (thread \(thread))" }
        }
        return nil
    }

    /// The first privilege that a thread's status shows.
    static func left(in status: String, user: uid_t?) -> String? {
        var fields: [Substring: Substring] = [:]
        for line in status.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[line[..<colon]] = line[line.index(after: colon)...].drop { $0.isWhitespace }
        }
        for name in ["CapInh", "CapPrm", "CapEff", "CapAmb"] as [Substring] {
            guard let mask = fields[name] else { return "\(name) is not stated" }
            if mask.contains(where: { $0 != "0" }) { return "\(name) is \(mask)" }
        }
        guard fields["NoNewPrivs"] == "1" else { return "NoNewPrivs is \(fields["NoNewPrivs"] ?? "not stated")" }
        guard let user else { return nil }
        let users = fields["Uid"]?.split { $0.isWhitespace } ?? []
        return users.count == 4 && users.allSatisfy { $0 == "\(user)" }
            ? nil : "Uid is \(fields["Uid"] ?? "not stated")"
    }

    private static var threadNumbers: [String] {
        guard let folder = unsafe opendir("/proc/self/task") else { return [] }
        defer { unsafe closedir(folder) }
        var numbers: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.first?.isNumber == true { numbers.append(name) }
        }
        return numbers
    }

    private static func status(of thread: String) throws(ByteInputError) -> String {
        let bytes = try FileSource.bytes(of: "/proc/self/task/\(thread)/status", from: 0, count: 16 * 1_024)
        return String(decoding: bytes, as: UTF8.self)
    }
}
