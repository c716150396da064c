import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import PacketCapture
import Runtime
import SQLiteStore
import Testing

@testable import IngestPipeline

private let minute: Int64 = 60_000_000_000

@Suite("The alarm about losses") struct DropAlarmTests {
    @Test("comes when losses begin, and then once a minute with their sum")
    func rate() {
        var alarm = DropAlarm()
        #expect(alarm.take(PacketLoss(), now: 0) == nil)
        #expect(alarm.take(PacketLoss(kernel: 5), now: 1) == PacketLoss(kernel: 5))
        #expect(alarm.take(PacketLoss(kernel: 7, interface: 1), now: 2) == nil)
        #expect(alarm.take(PacketLoss(kernel: 1), now: minute) == nil)
        #expect(alarm.take(PacketLoss(), now: minute + 1) == PacketLoss(kernel: 8, interface: 1))
        #expect(alarm.take(PacketLoss(), now: 3 * minute) == nil)
        #expect(alarm.take(PacketLoss(interface: 2), now: 3 * minute) == PacketLoss(interface: 2))
    }
}

@Suite("A budget of packets") struct PacketBudgetTests {
    @Test("is claimed in parts, of which the unused come back")
    func claims() {
        let budget = PacketBudget(100)
        let first = budget.claim(atMost: 64)
        let second = budget.claim(atMost: 64)
        #expect((first, second) == (64, 36))
        #expect(budget.claim(atMost: 1) == 0)
        budget.settle(claimed: first, used: 10)
        #expect(!budget.isSpent)
        #expect(budget.claim(atMost: 64) == 54)
        budget.settle(claimed: 54, used: 54)
        budget.settle(claimed: second, used: 36)
        #expect(budget.isSpent)
    }
}

@Suite("Lists loaded again") struct ListReloadTests {
    @Test(
        "are refused when one is empty or has shrunk by more than half",
        arguments: [(8, 3), (8, 0), (1, 0), (1_000, 499)])
    func refused(before: Int, after: Int) {
        #expect(throws: CommandProblem.self) {
            try ListReload.check([("a", 5), ("b", before)], [("a", 5), ("b", after)])
        }
    }

    @Test("are taken when none has", arguments: [(8, 4), (0, 0), (1, 1), (1, 100), (1_001, 501)])
    func taken(before: Int, after: Int) throws {
        try ListReload.check([("a", 5), ("b", before)], [("a", 5), ("b", after)])
    }
}

@Suite("What waits for a commit") struct PendingCommitTests {
    private func segment(_ packets: UInt64, generation: Int, labels: [String]) -> LiveSegment {
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: labels)])
        tally.coverage[Hour(index: 7)] = {
            var coverage = Coverage()
            (coverage.seen, coverage.decoded) = (packets, packets)
            return coverage
        }()
        return LiveSegment(tally: tally, generation: generation, latest: nil, isLast: false)
    }

    @Test("stays when a commit fails, and is there once when one succeeds")
    func failure() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pending-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteCensus(path: folder.appendingPathComponent("census.db").path, access: .write)
        let session = SessionRecord(identity: "a", interfaces: "v1")
        var pending = PendingCommit(LiveMemory(bytes: 8_000_000, workers: 1))
        pending.add(segment(5, generation: 0, labels: ["old"]))
        pending.add(segment(6, generation: 1, labels: ["new"]))
        pending.add(segment(7, generation: 0, labels: ["old"]))
        #expect(pending.packets == 18)
        // A session that was never begun is not a session of this store.
        #expect(throws: SQLiteCensusError.self) { try pending.commit(to: store, of: session) }
        #expect(pending.packets == 18)
        try store.begin(session)
        try pending.commit(to: store, of: session)
        #expect(pending.isEmpty)
        try pending.commit(to: store, of: session)
        #expect(try store.coverage(in: HourRange())[Hour(index: 7)]?.seen == 18)
    }
}
