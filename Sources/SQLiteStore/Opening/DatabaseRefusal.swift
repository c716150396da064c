import Foundation
import GRDB
import Glibc

extension SQLiteCensusError.Problem: Error {
    /// The problem behind an error of the database.
    static func of(_ error: any Error, operation: String, store path: String) -> Self {
        if let problem = error as? Self { return problem }
        guard let error = error as? DatabaseError else { return .database(operation: operation, reason: "\(error)") }
        if let finding = PageSeal.finding(error) { return .damaged(finding: finding) }
        let reason = error.message ?? "\(error.resultCode)"
        return switch error.resultCode {
        case .SQLITE_NOTADB: .notAStore
        case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(holders: LockHolders.names(ofStore: path))
        case .SQLITE_FULL: .full
        case .SQLITE_CORRUPT: .damaged(finding: reason)
        case .SQLITE_READONLY: .notWritable(reason: reason)
        case .SQLITE_IOERR where isFull(deviceOf: path): .full
        case .SQLITE_IOERR where isAtFileLimit(path): .fileLimit
        case .SQLITE_IOERR: .database(operation: operation, reason: "\(reason) (\(error.extendedResultCode))")
        case .SQLITE_CANTOPEN where lacksDescriptors:
            .database(
                operation: operation,
                reason: "too many open files: raise the limit with 'ulimit -n' and run the same command again")
        default: .database(operation: operation, reason: reason)
        }
    }

    /// SQLite calls a full device an input or output error where the index of its log does not fit any more.
    private static func isFull(deviceOf path: String) -> Bool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let values = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        return (values?[.systemFreeSize] as? NSNumber)?.intValue == 0
    }

    /// Whether the store or its log cannot grow by a page, for the process may make no file longer (setrlimit(2)). The
    /// program ignores the signal of it, so that writing fails in place of ending the process.
    private static func isAtFileLimit(_ path: String) -> Bool {
        var limits = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits) == 0,
            let limit = Int(exactly: limits.rlim_cur)
        else { return false }
        return [path, path + "-wal", path + "-shm"].contains { name in
            let size = (try? FileManager.default.attributesOfItem(atPath: name))?[.size] as? Int
            return size.map { $0 > limit - longestWrite } ?? false
        }
    }

    /// A page and the header of a frame of the log are written at once, and an index of the log grows by 32 KiB.
    private static let longestWrite = 64 * 1_024

    /// Whether no file can be opened at all: SQLite does not tell why it could not.
    private static var lacksDescriptors: Bool {
        let descriptor = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard descriptor < 0 else {
            close(descriptor)
            return false
        }
        return errno == EMFILE || errno == ENFILE
    }
}
