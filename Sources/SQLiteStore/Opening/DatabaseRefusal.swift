import Foundation
import GRDB
import Glibc

extension SQLiteCensusError.Problem: Error {
    /// The problem behind an error of the database.
    static func of(_ error: any Error, operation: String, store path: String) -> Self {
        if let problem = error as? Self { return problem }
        guard let error = error as? DatabaseError else { return .database(operation: operation, reason: "\(error)") }
        let reason = error.message ?? "\(error.resultCode)"
        return switch error.resultCode {
        case .SQLITE_NOTADB: .notAStore
        case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(holders: LockHolders.names(ofStore: path))
        case .SQLITE_FULL: .full
        case .SQLITE_CORRUPT: .damaged(finding: reason)
        case .SQLITE_READONLY: .notWritable(reason: reason)
        case .SQLITE_IOERR where isFull(deviceOf: path): .full
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
