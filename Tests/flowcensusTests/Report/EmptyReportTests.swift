import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing

@Suite("A report of nothing")
struct EmptyReportTests {
    private func reports(_ store: String, _ arguments: [String] = []) throws -> (
        statement: String, document: [String: Any]
    ) {
        let runs = try ["text", "json"].map { format in
            try CommandRun(["report", "--store", store, "--format", format] + arguments)
        }
        for run in runs { #expect(run.status == 0, "\(run.errors)") }
        return (runs[0].statement, try ReportFiles.object(runs[1].output))
    }

    @Test("says so for a store that is empty, with and without a period")
    func emptyStore() throws {
        let folder = try TemporaryFolder()
        _ = try SQLiteCensus(path: folder.path("empty.db"), access: .write)
        let (statement, document) = try reports(folder.path("empty.db"))
        #expect(statement == "The store holds nothing: no capture was counted, and no interface was watched.")
        #expect(document["period"] is NSNull)
        #expect(
            try reports(folder.path("empty.db"), ["--period", "2013-05"]).statement
                == "Nothing was observed between 1 May and 31 May 2013 (UTC), so nothing is stated of it.")
    }

    @Test("says so for a period of which nothing is known, and for one without hours")
    func emptyPeriod() throws {
        let files = try ReportFiles()
        #expect(
            try reports(files.store, ["--period", "2012"]).statement
                == "Nothing was observed between 1 January and 31 December 2012 (UTC), so nothing is stated of it.")
        #expect(
            try reports(files.store, ["--from", "2013-05", "--to", "2013-05"]).statement
                == "The period holds no hour: it ends where it begins.")
        #expect(try reports(files.store, ["--from", "2014"]).statement.hasPrefix("The period holds no hour"))
    }

    @Test("says that what was missed is not known where the store has no coverage")
    func withoutCoverage() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteCensus(path: folder.path("census.db"), access: .write)
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: [])])
        tally.record(
            Observation(
                time: Timestamp(nanoseconds: 1_370_041_200_000_000_000), host: .v4(IPv4Address(rawValue: 0x0A00_0001)),
                origin: .v4(IPv4Address(rawValue: 0xC000_0201)), hostPort: 50_000, originPort: 443, transport: .tcp,
                direction: .fromHost, length: 40, payloadLength: 0, tcpFlags: TCPFlags(header: 2), roles: .opening,
                attribution: AttributionID(rawValue: 0)))
        let session = SessionRecord(identity: "1", interfaces: "v1")
        try store.begin(session)
        try store.commit([tally], of: session)
        let (statement, document) = try reports(folder.path("census.db"))
        #expect(
            statement.hasPrefix(
                "1 host was affected by 1 threat originating from foreign addresses between 31 May 2013 23:00 and "
                    + "1 June 2013 00:00 (UTC)."))
        #expect((document["remarks"] as? [String])?.contains { $0.contains("the store holds no coverage") } == true)
        #expect((document["coverage"] as? [String: Any])?["share"] is NSNull)
    }
}
