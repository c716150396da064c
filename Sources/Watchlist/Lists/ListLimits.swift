/// How much of a list is kept.
package struct ListLimits: Sendable {
    /// How many lines of a kind are named, the others being counted.
    var problems = ParsedList.maximumProblems
    /// Bytes of memory that all lists together may take.
    var allMemory = Int.max
    /// What the lists before this one left of that.
    var memory = Int.max

    package init() {}
}
