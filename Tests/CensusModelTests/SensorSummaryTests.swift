import CensusModel
import NetworkTypes
import Testing

@Suite("What a centre says of sensors")
struct SensorSummaryTests {
    private func state(
        _ name: String, _ lists: [(version: String, first: String)], received: Int64 = 0, identity: String? = nil
    ) -> SensorState {
        SensorState(
            record: SensorRecord(identity: identity ?? name, name: name, version: "1", interval: 10),
            last: ShipmentMark(sequence: 1, identity: "x"), received: Timestamp(nanoseconds: received), clockOffset: 0,
            lists: lists.map { list in
                UsedList(
                    record: ListRecord(version: list.version, name: "c2.txt", entries: 1), firstUsedAt: list.first,
                    sources: 0)
            })
    }

    @Test("names sensors with an older list, whenever they began to use it themselves")
    func olderLists() {
        let summaries = SensorSummary.all(
            [:],
            [
                state("a", [("old", "2013-05-01")]), state("b", [("new", "2013-05-02")]),
                state("late", [("old", "2013-05-09")]), state("alone", []),
            ])
        let named = summaries.filter { !$0.olderLists.isEmpty }
        #expect(named.map(\.name) == ["a", "late"])
        #expect(named.allSatisfy { $0.olderLists == ["c2.txt"] })
    }

    @Test("takes a sensor that was set up again by its last shipment")
    func again() {
        let latest = SensorSummary.latest([
            state("a", [], received: 9, identity: "new"), state("a", [], received: 5, identity: "old"),
        ])
        #expect(latest.mapValues(\.record.identity) == ["a": "new"])
    }

    @Test("is nothing where no source has a sensor, and all of them by name where one has")
    func names() {
        #expect(SensorSummary.all(["": [Hour(index: 1): Coverage()]], []).isEmpty)
        let summaries = SensorSummary.all(
            ["b": [Hour(index: 2): Coverage(), Hour(index: 5): Coverage()], "": [:]], [])
        #expect(summaries.map(\.name) == ["", "b"])
        #expect(summaries[1].hours == Hour(index: 2)...Hour(index: 5) && summaries[1].observedHours == 2)
    }
}
