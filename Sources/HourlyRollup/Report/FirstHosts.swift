import NetworkTypes

/// The first of many hosts: those with the strongest evidence, of several those with the highest number, then the lowest addresses.
struct FirstHosts: Sendable {
    struct Host: Sendable {
        let address: IPAddress
        let grade: Grade
        let number: UInt32

        func isBefore(_ other: Host) -> Bool {
            if grade != other.grade { return grade > other.grade }
            return number == other.number ? address < other.address : number > other.number
        }
    }

    private let most: Int
    private var first: [Host] = []
    /// How many there are.
    private(set) var count = 0
    /// The last that is among the first; `nil` as long as there is room.
    private var last: Host?

    init(_ most: Int) {
        self.most = most
    }

    mutating func add(_ address: IPAddress, _ grade: Grade, _ number: UInt32) {
        count += 1
        insert(Host(address: address, grade: grade, number: number))
    }

    private mutating func insert(_ host: Host) {
        if let last, !host.isBefore(last) { return }
        first.append(host)
        // Sorted seldom: there is room for as many again.
        if first.count >= 2 * max(most, 1) { cut() }
    }

    /// Takes the first of others, none of which is here.
    mutating func merge(_ other: FirstHosts) {
        count += other.count
        for host in other.first { insert(host) }
    }

    private mutating func cut() {
        first.sort { $0.isBefore($1) }
        first.removeSubrange(min(most, first.count)...)
        last = first.count == most ? first.last : nil
    }

    var hosts: [Host] {
        var all = self
        all.cut()
        return all.first
    }
}
