import GRDB

/// Columns that a sound store never leaves empty; GRDB ends the process where one is.
extension Row {
    /// - Throws: `DatabaseError` where there is no value.
    func number(_ column: Int) throws -> Int64 {
        guard let value = self[column] as Int64? else { throw Self.missing }
        return value
    }

    /// - Throws: `DatabaseError` where there is no value.
    func text(_ column: Int) throws -> String {
        guard let value = self[column] as String? else { throw Self.missing }
        return value
    }

    private static var missing: DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a value is missing: the store is damaged")
    }
}
