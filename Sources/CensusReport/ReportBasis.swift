import CensusModel
import HourlyRollup
import NetworkTypes
import TextFormats

/// From what a report was made, and what its words mean.
struct ReportBasis {
    private let basis: ReportFigures.Basis

    init(_ report: ReportFigures) {
        basis = report.basis
    }

    var paragraphs: [String] { [counted, countries, inventory] + lists + sensors + [words] }

    private var counted: String {
        let captures = ReportWords.count(basis.captures.captures, "capture", "captures")
        let sessions = ReportWords.count(basis.captures.sessions, "live session", "live sessions")
        let packets = ReportWords.count(basis.captures.packets, "packet", "packets")
        return
            "Store: \(basis.store.printable), of \(captures) and \(sessions) with \(packets)\(logs), written by \(basis.software)."
    }

    /// What flow logs were counted; empty where there were none.
    private var logs: String {
        guard basis.captures.logs > 0 || basis.captures.collections > 0 || basis.captures.records > 0 else { return "" }
        let logs = ReportWords.count(basis.captures.logs, "flow log", "flow logs")
        let collections = ReportWords.count(basis.captures.collections, "collection", "collections")
        return ", of \(logs) and \(collections) with \(ReportWords.count(basis.captures.records, "record", "records"))"
    }

    private var countries: String {
        guard let file = basis.countryFile else { return "Countries: not known; no file was given." }
        let built = file.builtAt.map { "built \($0.description.prefix(10))" } ?? "of unknown date"
        let home = basis.home.map { " Home: \($0)." } ?? ""
        return "Countries: \(file.name.printable), \(file.type.printable), \(built), SHA-256 \(file.checksum).\(home)"
    }

    private var inventory: String {
        guard let inventory = basis.inventory else { return "Inventory of assets: none was given." }
        let assets = ReportWords.count(UInt64(inventory.assets), "entry", "entries")
        let refused =
            inventory.refusedLines > 0
            ? ", \(ReportWords.count(UInt64(inventory.refusedLines), "line", "lines")) refused" : ""
        return "Inventory of assets: \(inventory.name.printable), \(assets)\(refused), SHA-256 \(inventory.checksum)."
    }

    private var lists: [String] {
        guard !basis.lists.isEmpty else { return ["Lists: none is noted in the store."] }
        return basis.lists.map { list in
            let entries = ReportWords.count(UInt64(list.entries), "entry", "entries")
            return
                "List: \(list.name.printable), \(entries), first used \(list.firstUsedAt.printable)\(Self.inputs(of: list))\(Self.age(of: list)), "
                + "SHA-256 \(list.version.printable)."
        }
    }

    private var sensors: [String] {
        basis.sensors.map { sensor in
            let hours = ReportWords.count(UInt64(sensor.observedHours), "hour", "hours")
            let share = sensor.coverage.share.map { ", \(ReportWords.share($0)) of the packets of these decoded" } ?? ""
            return "Sensor: \(sensor.name.isEmpty ? "(none)" : sensor.name.printable), \(hours) observed\(share)."
        }
    }

    /// For how much of what the store holds a list was used: one that counted only what was counted again since is used for nothing.
    private static func inputs(of list: ReportFigures.List) -> String {
        guard let inputs = list.inputs else { return "" }
        return inputs == 0
            ? ", used for nothing that is counted now"
            : ", used for \(ReportWords.count(UInt64(inputs), "input", "inputs"))"
    }

    private static func age(of list: ReportFigures.List) -> String {
        guard let confirmation = list.confirmation else { return "" }
        return ", confirmed \(confirmation.time), \(confirmation.age) ago\(confirmation.isStale ? ", stale" : "")"
    }

    /// What the numbers count.
    private var words: String {
        "A host is affected from the grade '\(basis.minimumGrade.name)' on. A threat is an origin on a list, of a class other than "
            + "sinkhole and scanner, that affected a host. Hosts are distinct in each row: rows do not add up."
            + (basis.seesOneWay
                ? " The sensors see one direction only: an origin's answer stands for what a host sent." : "")
    }
}
