/// A list as the store has noted it.
package struct UsedList: Equatable, Sendable {
    package let record: ListRecord
    /// ISO 8601, in UTC.
    package let firstUsedAt: String

    package init(record: ListRecord, firstUsedAt: String) {
        (self.record, self.firstUsedAt) = (record, firstUsedAt)
    }
}
