import Testing

@testable import TrafficSimulation

@Suite("Hosts allotted to countries")
struct AllotmentTests {
    private func hosts(_ allotment: Allotment) -> Set<Int> {
        Set((0..<allotment.count).map(allotment.host))
    }

    @Test("are as many distinct ones as each is to have, and together all")
    func exact() {
        let counts = [50, 100, 1, 30, 0]
        let rows = Allotment.row(counts, circle: 7..<107)
        #expect(rows.map { hosts($0).count } == counts)
        #expect(rows.reduce(into: Set<Int>()) { $0.formUnion(hosts($1)) } == Set(7..<107))
    }

    @Test("begin anew behind the last place")
    func again() {
        let allotment = Allotment(circle: 0..<10, start: 8, count: 4)
        #expect((0..<6).map(allotment.host) == [8, 9, 0, 1, 8, 9])
    }

    @Test("are cut into portions of one or more", arguments: [(1, 1), (10, 10), (100, 7), (2_910_000, 4_062), (5, 2)])
    func portions(places: Int, count: Int) {
        let portions = PopulationBuilder.portions(of: places, among: count)
        #expect(portions.count == count)
        #expect(portions.allSatisfy { !$0.isEmpty })
        #expect(portions.flatMap(Array.init) == Array(0..<places))
    }
}

@Suite("What an origin reaches")
struct ReachTests {
    private let allotment = Allotment(circle: 0..<1_000, start: 990, count: 500)

    private func hosts(_ reach: Reach, slot: Int, of hours: Int) -> [Int] {
        var hosts: [Int] = []
        reach.forEachHost(in: slot, of: hours) { hosts.append($0) }
        return hosts
    }

    @Test("is every host once in an hour, and all of its own over all hours", arguments: [1, 2, 7, 40])
    func everyHost(hours: Int) {
        let reach = Reach(hosts: .allotted(allotment), own: 100..<140, shared: 300..<400)
        var all: Set<Int> = []
        for slot in 0..<hours {
            let met = hosts(reach, slot: slot, of: hours)
            #expect(Set(met).count == met.count)
            all.formUnion(met)
        }
        #expect(all.isSuperset(of: (100..<140).map(allotment.host)))
        #expect(all.isSubset(of: (Array(100..<140) + Array(300..<400)).map(allotment.host)))
    }

    @Test("holds some of a neighbour's, and meets some again in the next hour")
    func sharedAndRepeated() {
        let reach = Reach(hosts: .allotted(allotment), own: 0..<200, shared: 200..<500)
        let met = (0..<4).map { hosts(reach, slot: $0, of: 4) }
        let distinct = Set(met.joined()).count
        #expect(distinct > 200 && distinct < 300)
        #expect(met.joined().count > distinct)
    }
}
