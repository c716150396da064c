import Foundation
import Glibc

/// Which other processes keep a store locked, by what the kernel says of all locks (proc(5), `/proc/locks`).
///
/// The store's files are not opened for it: closing them would give up the locks that SQLite holds in this process
/// (fcntl(2), advisory record locking).
enum LockHolders {
    /// `process 1234 (sqlite3)` for each of them; empty where the kernel does not tell.
    static func names(ofStore path: String) -> [String] {
        // Writers of a write-ahead log lock bytes of the file behind its index, others those of the database itself.
        let files = Set([path, path + "-shm"].compactMap(fileNumber))
        guard !files.isEmpty, let table = ProcessFile.text("/proc/locks") else { return [] }
        return processes(in: table, locking: files).filter { $0 != getpid() }.map { process in
            let name = ProcessFile.text("/proc/\(process)/comm")?.split(separator: "\n").first
            return "process \(process)" + (name.map { " (\($0))" } ?? "")
        }
    }

    /// The processes that hold write locks on one of some files, in ascending order.
    ///
    /// - Parameter files: as the kernel names them, `08:01:1234`.
    static func processes(in table: String, locking files: Set<String>) -> [Int32] {
        let lines = table.split(separator: "\n").map { $0.split(separator: " ") }
        // A line of another shape, as that of a process that only waits, is no lock that is held.
        let processes = lines.compactMap { fields -> Int32? in
            guard fields.count >= 6, fields[3] == "WRITE", files.contains(String(fields[5])) else { return nil }
            return Int32(fields[4])
        }
        return Set(processes.filter { $0 > 0 }).sorted()
    }

    /// A file as the kernel names it. The numbers of devices are put together as makedev(3) of the GNU C library does,
    /// which is a macro and not to be had from Swift.
    private static func fileNumber(of path: String) -> String? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        let device = UInt64(status.st_dev)
        let major = device >> 8 & 0xFFF | device >> 32 & 0xFFFF_F000
        let minor = device & 0xFF | device >> 12 & 0xFFFF_FF00
        return String(format: "%02lx:%02lx:%lu", UInt(major), UInt(minor), UInt(status.st_ino))
    }
}

/// A file below `/proc`, whose size is not known before it is read.
enum ProcessFile {
    static func text(_ path: String) -> String? {
        guard let bytes = (try? FileHandle(forReadingAtPath: path)?.readToEnd()) ?? nil else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
