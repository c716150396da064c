/// Places of streams by the streams' standing, so that one of the lowest is drawn at once however many there are.
struct StreamStandings: Sendable {
    private var lists: [[Int]] = ExportStream.Standing.allCases.map { _ in [] }
    /// Of each place the standing and where it stands in the list of that; `nil` of one that is not kept here.
    private var entries: [(standing: ExportStream.Standing, index: Int)?] = []

    /// The places of one standing.
    subscript(_ standing: ExportStream.Standing) -> [Int] { lists[standing.rawValue] }

    mutating func insert(_ place: Int) {
        while entries.count <= place { entries.append(nil) }
        append(place, .untried)
    }

    /// Moves a place to another standing; one that is not kept here stays out.
    mutating func move(_ place: Int, to standing: ExportStream.Standing) {
        guard remove(place) else { return }
        append(place, standing)
    }

    private mutating func append(_ place: Int, _ standing: ExportStream.Standing) {
        entries[place] = (standing, lists[standing.rawValue].count)
        lists[standing.rawValue].append(place)
    }

    /// - Returns: whether the place was there.
    @discardableResult
    mutating func remove(_ place: Int) -> Bool {
        guard entries.indices.contains(place), let (standing, index) = entries[place] else { return false }
        let last = lists[standing.rawValue].count - 1
        lists[standing.rawValue].swapAt(index, last)
        entries[lists[standing.rawValue][index]] = (standing, index)
        lists[standing.rawValue].removeLast()
        entries[place] = nil
        return true
    }
}
