package import NetworkTypes

/// Where a census can be read from: a store, or the memory of this process.
package protocol FlowSource {
    /// Hands every flow that a filter admits to `body`, once, in the order of flow keys.
    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws

    /// The coverage of every hour in a range in which something was seen or lost.
    func coverage(in hours: HourRange) throws -> [Hour: Coverage]
}
