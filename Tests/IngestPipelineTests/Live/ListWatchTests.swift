import Foundation
import NetworkTypes
import Testing
import TextFormats
import Watchlist

@testable import IngestPipeline

/// A folder of versions, filled as `flowcensus feeds` does.
struct ListVersions {
    private let url: URL

    init(_ url: URL) throws {
        self.url = url
        try FileManager.default.createDirectory(
            at: url.appendingPathComponent("versions"), withIntermediateDirectories: true)
    }

    var path: String { url.path }

    /// Writes a version and makes it current at once.
    func put(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: url.appendingPathComponent("versions/\(name)"))
        let link = url.appendingPathComponent("link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "versions/\(name)")
        let status = unsafe rename(link, url.appendingPathComponent("current").path)
        try #require(status == 0)
    }

    func confirm(at time: Timestamp, staleAfter: Int) throws {
        let facts = ListFolder.Facts(confirmed: time, staleAfter: staleAfter)
        try Data(facts.json.withoutNulls.text(depth: 1).utf8).write(to: url.appendingPathComponent("list.json"))
    }
}

@Suite("A watch over folders of lists")
struct ListWatchTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("watch-\(UUID().uuidString)")
    private let noon = Timestamp(nanoseconds: 1_370_001_600_000_000_000)

    private func later(_ seconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: noon.nanoseconds + seconds * 1_000_000_000)
    }

    @Test("notices each new version once, and no other change")
    func versions() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let versions = try ListVersions(folder)
        try versions.put("20130531T000000Z-aaaaaaaaaaaa", "192.0.2.5\n")
        var watch = ListWatch(ListOptions(lists: [",class=c2:\(versions.path)", "/nowhere/list.txt"]))
        #expect(watch.look(at: noon) == ListWatch.Findings())
        try versions.put("20130531T010000Z-bbbbbbbbbbbb", "192.0.2.6\n")
        #expect(watch.look(at: noon).hasNewVersion)
        #expect(!watch.look(at: noon).hasNewVersion)
        try FileManager.default.removeItem(atPath: versions.path + "/current")
        #expect(!watch.look(at: noon).hasNewVersion)
        try versions.put("20130531T010000Z-bbbbbbbbbbbb", "192.0.2.6\n")
        #expect(!watch.look(at: noon).hasNewVersion)
    }

    @Test("says once that a list has become stale, and again when it was fresh between")
    func stale() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let versions = try ListVersions(folder)
        try versions.put("20130531T000000Z-aaaaaaaaaaaa", "192.0.2.5\n")
        try versions.confirm(at: noon, staleAfter: 7_200)
        var watch = ListWatch(ListOptions(lists: [versions.path]))
        #expect(watch.look(at: later(7_200)).stale.isEmpty)
        let said = watch.look(at: later(7_201)).stale
        #expect(said.count == 1 && said[0].contains("stale: confirmed 2 hours ago"), "\(said)")
        #expect(watch.look(at: later(9_000)).stale.isEmpty)
        try versions.confirm(at: later(9_000), staleAfter: 7_200)
        #expect(watch.look(at: later(9_001)).stale.isEmpty)
        #expect(watch.look(at: later(20_000)).stale.count == 1)
    }
}
