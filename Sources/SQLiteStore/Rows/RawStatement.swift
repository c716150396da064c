import CensusModel
import Foundation
import GRDB
private import GRDBSQLite
import NetworkTypes

/// A statement that is run for millions of rows, through SQLite's own functions: a value on its way there or back costs a
/// call, where GRDB's arguments and rows cost an allocation. SQLite makes 0 of what is no number
/// (sqlite.org/c3ref/column_blob.html), so each 0 is looked at once more: a damaged row is an error, and never a trap.
///
/// Unsafe, because C. The pointer is that of GRDB's statement, which is held here; both are used within one access to the
/// database only, on its own queue. What SQLite lends of a column is copied before the next step.
@safe struct RawStatement: ~Copyable {
    private let statement: Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer?

    /// - Parameter statement: nobody else steps it meanwhile.
    init(_ statement: Statement, _ database: Database) {
        self.statement = statement
        unsafe handle = statement.sqliteStatement
        unsafe connection = database.sqliteConnection
    }

    /// A cached statement that is left in the middle would hold a lock.
    deinit {
        unsafe sqlite3_reset(handle)
    }

    /// Goes to the next row; false where there is none.
    func step() throws -> Bool {
        let code = unsafe sqlite3_step(handle)
        guard code != SQLITE_ROW else { return true }
        guard code == SQLITE_DONE else {
            let message = unsafe String(cString: sqlite3_errmsg(connection))
            unsafe sqlite3_reset(handle)
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
        return false
    }

    /// Makes the statement ready to be bound and run again.
    func reset() {
        unsafe sqlite3_reset(handle)
    }
}

// MARK: - Values in, counted from 1

extension RawStatement {
    func bind(_ number: Int64, at place: CInt) {
        unsafe sqlite3_bind_int64(handle, place, number)
    }

    func bind(_ bytes: [UInt8], at place: CInt) {
        // SQLite copies the bytes before it returns, as asked by -1 in place of a function that frees them.
        let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        unsafe bytes.withUnsafeBytes { bytes in
            _ = unsafe sqlite3_bind_blob(handle, place, bytes.baseAddress, CInt(clamping: bytes.count), copies)
        }
    }
}

// MARK: - Values out, counted from 0

extension RawStatement {
    /// - Throws: `DatabaseError` where the value is no number.
    func number(_ column: CInt) throws -> Int64 {
        let number = unsafe sqlite3_column_int64(handle, column)
        guard number == 0, unsafe sqlite3_column_type(handle, column) != SQLITE_INTEGER else { return number }
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row without a sound column \(column)")
    }

    func optionalNumber(_ column: CInt) throws -> Int64? {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : try number(column)
    }

    /// - Throws: `DatabaseError` where the value is no blob.
    func bytes(_ column: CInt) throws -> [UInt8] {
        guard unsafe sqlite3_column_type(handle, column) == SQLITE_BLOB else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row without a sound column \(column)")
        }
        // The pointer comes first, for it may change the value's form and with it the count.
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// `nil` when the value is no exporter.
    func exporter(_ column: CInt) throws -> Exporter? {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER where try number(column) == 0: return .packets
        case SQLITE_TEXT:
            guard let text = unsafe sqlite3_column_text(handle, column) else { return nil }
            // SQLite ends the text with a zero, and lends it until the next step.
            return Exporter(program: unsafe String(cString: text))
        default: return try address(column).map { Exporter($0) }
        }
    }

    /// `nil` when the value is no address.
    func address(_ column: CInt) throws -> IPAddress? {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER:
            return UInt32(exactly: try number(column)).map { .v4(IPv4Address(rawValue: $0)) }
        case SQLITE_BLOB where unsafe sqlite3_column_bytes(handle, column) == 16:
            guard let bytes = unsafe sqlite3_column_blob(handle, column) else { return nil }
            // 16 bytes are there, which may lie at any address.
            return unsafe .v6(IPv6Address(rawValue: UInt128(bigEndian: bytes.loadUnaligned(as: UInt128.self))))
        default: return nil
        }
    }
}
