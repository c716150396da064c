/// What one host, or one origin, adds to each of many groups: gathered over everything known of it, so that whoever is in a
/// group several times counts in it once.
struct GroupGathering<Value: Sendable>: Sendable {
    private var gathered: [Value?]
    /// The groups that something was added to, in the order in which it was.
    private(set) var groups: [Int] = []
    private let merge: @Sendable (inout Value, Value) -> Void

    init(groupCount: Int, merge: @escaping @Sendable (inout Value, Value) -> Void) {
        gathered = Array(repeating: nil, count: groupCount)
        self.merge = merge
    }

    mutating func add(_ value: Value, to group: Int) {
        guard var sum = gathered[group] else {
            gathered[group] = value
            groups.append(group)
            return
        }
        merge(&sum, value)
        gathered[group] = sum
    }

    subscript(group: Int) -> Value? { gathered[group] }

    mutating func removeAll() {
        for group in groups { gathered[group] = nil }
        groups.removeAll(keepingCapacity: true)
    }
}
