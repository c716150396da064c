import CensusModel

/// The distinct labels of many flows, of which each most often has the labels of the one before.
struct LabelUnion: Sendable {
    private var last: [String] = []
    private var others: Set<String> = []

    mutating func insert(_ labels: [String]) {
        guard labels != last else { return }
        others.formUnion(last)
        last = labels
    }

    /// Sorted.
    var labels: [String] { others.isEmpty ? last : distinctLabels(others.union(last)) }
}
