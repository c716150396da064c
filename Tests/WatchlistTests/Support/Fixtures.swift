import CensusModel
import Foundation
import NetworkTypes
import Testing
import TextFormats
import Watchlist

/// The samples of published lists, and beside each the entries that it holds.
enum Fixtures {
    private static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures")

    /// Each sample's format.
    static let formats: [String: ListFormat] = [
        "alienvault.data": .alienVault, "categories.txt": .reputationCategories, "drop.jsonl": .spamhausDrop,
        "drop.txt": .spamhausDrop, "emerging-Block-IPs.txt": .blocklist, "feodo.csv": .feodo, "feodo.json": .feodo,
        "feodo.txt": .feodo, "firehol_level1.netset": .firehol, "iprep.list": .reputation, "ipsum.txt": .ipsum,
        "misp-event.json": .misp, "misp-warninglist.json": .warninglist, "own.csv": .csv, "plain.txt": .plain,
        "stix-bundle.json": .stix, "threatfox.csv": .threatFox, "threatfox.json": .threatFox, "zeek.intel": .zeekIntel,
        "sslbl.csv": .sslbl, "sslbl.txt": .sslbl, "c2intel.csv": .c2Intel, "c2intel-ports.csv": .c2Intel,
        "dshield-block.txt": .dshield, "dshield-sources.txt": .dshield, "level.p2p": .p2p, "ipfilter.dat": .p2p,
        "botcc.rules": .rules, "misp.csv": .misp, "otx-pulse.json": .otx, "otx-export.csv": .otx,
        "abuseipdb.json": .abuseIPDB, "crowdsec.json": .crowdSec, "crowdsec.csv": .crowdSec,
        "dataplane.txt": .dataplane,
        "maltrail.txt": .plain, "taxii.json": .stix, "tor-exits.txt": .tor, "semicolon.csv": .csv, "columns.tsv": .csv,
        "ports.txt": .csv, "networks.csv": .csv, "hosts.txt": .plain, "masters.txt": .csv, "records.jsonl": .json,
        "addresses.json": .json, "dataplane-explained.txt": .dataplane, "dshield-netblock.txt": .dshield,
        "masters-urls.txt": .csv, "indicator-sheet.csv": .csv, "separator.csv": .csv, "search-hits.json": .json,
        "alienvault.generic": .alienVault, "servers.tsv": .csv, "ends.csv": .csv,
    ]

    static let names = formats.keys.sorted()

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    static func list(_ name: String) throws -> ParsedList {
        try ListParser.parse(bytes(name), name: name)
    }

    /// The lines that a file beside the sample holds.
    static func expectedLines(_ name: String) throws -> [String] {
        let text = String(decoding: try bytes(name + ".entries"), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }
}

extension ParsedList {
    /// The entries and what was done to lines, in the words of the files beside the samples.
    var lines: [String] {
        let entries = entries.sorted { ($0.prefix.address, $0.port ?? 0) < ($1.prefix.address, $1.port ?? 0) }
        let counts = [("refused", refusedCount), ("skipped", skips.count), ("changed", changedCount)]
        return entries.map(\.line) + counts.filter { $0.1 > 0 }.map { "\($0) \($1)" }
    }
}

extension WatchlistEntry {
    /// Prefix, port, protocol, class, labels, confidence, and the time in which it holds.
    fileprivate var line: String {
        let port = self.port.map(String.init) ?? "-"
        let transport = self.transport?.description ?? "-"
        let confidence = self.confidence.map { String($0) } ?? "-"
        let labels = distinctLabels(self.labels).joined(separator: ";")
        let from = self.validity.from == Validity.always.from ? "" : self.validity.from.description
        let until = self.validity.until == Validity.always.until ? "" : self.validity.until.description
        return "\(prefix) \(port) \(transport) \(self.threatClass.name) [\(labels)] \(confidence) \(from)..\(until)"
    }
}
