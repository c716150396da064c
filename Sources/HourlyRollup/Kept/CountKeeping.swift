package import CensusModel
package import NetworkTypes

/// A store in which counts by hour can outlive their flows.
package protocol CountKeeping: CensusStore {
    /// The earliest hour that anything is known of but by kept counts; `nil` where there is no such hour.
    func firstHour() throws -> Hour?
    /// A number for what is kept of some hours, another one as soon as that changes. Numbers of two processes do not compare.
    func mark(of hours: HourRange) throws -> Int
    /// Removes the flows and the coverage of all hours before one, and keeps counts in their place, all of it or nothing.
    /// - Parameter mark: of all these hours when the counts were made.
    /// - Returns: records of flows, and hours with any coverage; `nil`, with nothing removed, where the mark is another one now.
    func prune(before hour: Hour, keeping counts: KeptCounts, madeAt mark: Int) throws -> (flows: Int, hours: Int)?
    /// The hours of a range whose counts outlived their flows, in their order.
    func keptHours(in hours: HourRange) throws -> [KeptHour]
    /// Hands the kept rows of a grouping to `body`, in their order. `body` does not read the store.
    func forEachKeptCount(by grouping: Grouping, in hours: HourRange, _ body: (HourlyCount) throws -> Void) throws
    /// Removes the kept counts of all hours before one.
    /// - Returns: how many hours' there were.
    func removeKeptCounts(before hour: Hour) throws -> Int

    /// The kept hours of a range, of later records only those that were removed, for the others are flows of the store.
    func keptHoursToHandOver(in hours: HourRange) throws -> [KeptHour]
    /// Takes over hours of another store that have no kept counts here, all of them or nothing.
    func takeOver(_ counts: KeptCounts) throws
}
