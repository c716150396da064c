import CensusModel

/// Whether what was counted before was counted with the lists that are asked.
struct ListQuestion: Sendable {
    enum Answer {
        /// It was, or with another version of them.
        case counted(isAnotherVersion: Bool)
        /// Other lists counted it: what it contributed is to be replaced.
        case replaces(Claim, ListSet)
        /// Other lists counted it, and it cannot be replaced; the sentence says why.
        case refused(String)
    }

    let lists: ListSet

    /// - Parameters:
    ///   - counted: what was counted of the input, or of a longer one that begins with it.
    ///   - isBeginning: whether it is a longer one.
    ///   - isDone: whether this run has counted it.
    func answer(_ counted: CountedInput, isBeginning: Bool, isDone: Bool) -> Answer {
        let relation = ListSet.Relation(lists, to: counted.lists)
        guard relation == .other else { return .counted(isAnotherVersion: relation == .anotherVersion) }
        let other = counted.lists.map(\.names).joined(separator: "; ")
        guard !isBeginning else {
            return .refused(
                "is the beginning of \(counted.name), which was counted with other lists (\(other)); replay that with these, "
                    + "and both are counted")
        }
        guard !isDone else {
            return .refused(
                "another process counts the same with other lists (\(other)); replay it when that has ended")
        }
        let claim = Claim.replaces(source: counted.source, position: counted.position)
        return .replaces(claim, ListSet(counted.lists.flatMap(\.lists)))
    }
}
