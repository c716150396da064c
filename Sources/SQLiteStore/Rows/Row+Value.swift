import GRDB

extension Row {
    /// A value of a type, or the store is damaged: GRDB's own subscripts end the process there.
    func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        guard let value = optionalValue(column, Value.self) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row without a sound \(column)")
        }
        return value
    }

    /// `nil` where there is no such column, or no value of that type in it.
    func optionalValue<Value: DatabaseValueConvertible>(_ column: String, _ type: Value.Type) -> Value? {
        (self[column] as DatabaseValue?).flatMap(Value.fromDatabaseValue)
    }
}
