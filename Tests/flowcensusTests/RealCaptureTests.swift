import Foundation
import Testing

/// Real captures with answers on which two independent decoders agree lie beside the repository, not in it.
enum RealCaptures {
    static let folder = Repository.root.deletingLastPathComponent().appendingPathComponent("shared/captures")

    /// The names of the captures; empty, and said so, where the folder is not there.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let names = files.filter { $0.hasSuffix(".truth.csv") }.map { String($0.dropLast(".truth.csv".count)) }
        if names.isEmpty {
            FileHandle.standardError.write(
                Data(
                    "NOT TESTED: the real captures are not there (a folder shared/captures beside the repository)\n"
                        .utf8))
        }
        return names.sorted()
    }()
}

@Suite("Real captures")
struct RealCaptureTests {
    private static let internalNetworks = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"

    /// Hour, origin and the four counts, a line each, in no order.
    private func counts(_ rows: [[String: String]], _ columns: [String]) -> Set<String> {
        Set(
            rows.map { row in
                let hour = row[columns[0]]?.prefix("2013-05-31T23".count) ?? ""
                return ([String(hour)] + columns.dropFirst().map { row[$0] ?? "?" }).joined(separator: " ")
            })
    }

    @Test(
        "give their known answers",
        .enabled(if: !RealCaptures.names.isEmpty, "the folder shared/captures is not beside the repository"),
        arguments: RealCaptures.names)
    func truth(name: String) throws {
        let file = { (ending: String) in RealCaptures.folder.appendingPathComponent(name + ending).path }
        let run = try CommandRun([
            "replay", file(".pcap"), "--watchlist", file(".list.txt"), "--store", ":memory:",
            "--tunnels", "outermost", "--internal", Self.internalNetworks,
        ])
        #expect(run.status == 0, "\(run.errors)")
        let truth = CSVRows.rows(
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: file(".truth.csv"))), as: UTF8.self))
        #expect(
            counts(run.rows, ["hour", "origin", "hosts", "packets", "bytes", "flows"])
                == counts(truth, ["hour_utc", "listed_ip", "hosts_any", "pkts", "bytes_ip", "flows"]))
        #expect(run.rows.count == truth.count)
    }
}
