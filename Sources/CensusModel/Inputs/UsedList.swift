/// A list as the store has noted it.
package struct UsedList: Equatable, Sendable {
    package let record: ListRecord
    /// ISO 8601, in UTC.
    package let firstUsedAt: String
    /// How many captures and sessions stand in the store that were counted with it.
    package let sources: Int

    package init(record: ListRecord, firstUsedAt: String, sources: Int) {
        (self.record, self.firstUsedAt, self.sources) = (record, firstUsedAt, sources)
    }
}
