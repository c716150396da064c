package import NetworkTypes
package import TextFormats
import Watchlist

/// The operator's own hosts by kind and sector: CSV with the columns `prefix,name,kind,sector,contact,services` in any order,
/// of which only `prefix` must be there. That column may be called `network`, `cidr`, `subnet`, `address`, `ip` or `IP address`, and holds what
/// lists do: an address, a prefix, a range, or an address with its netmask, which may stand in a column `netmask`.
///
/// The longest prefix around a host decides. Kinds and sectors are free words; their case and the blanks around and between
/// their letters make no difference.
package struct AssetInventory: Sendable {
    /// The file as the operator named it.
    package let name: String
    package private(set) var assets: [Asset] = []
    /// Lines that do not parse, or name a prefix again.
    package private(set) var refusals = LineLog()
    /// Lines that were taken with a change.
    package private(set) var changes = LineLog()
    private var numbers4 = LongestPrefixTable<UInt32>([])
    private var numbers6 = LongestPrefixTable<UInt128>([])

    /// How many lines of a kind are named; the others are only counted.
    private static let problemLimit = 20

    package init(name: String, bytes: [UInt8]) throws(RegisterError) {
        self.name = name
        do {
            var table = try CSVTable(
                bytes, required: ["prefix"], optional: ["name", "kind", "sector", "contact", "services", "netmask"],
                synonyms: [
                    "network": "prefix", "cidr": "prefix", "subnet": "prefix", "address": "prefix", "ip": "prefix",
                    "ip address": "prefix", "ip_address": "prefix", "ipaddress": "prefix",
                ])
            var lines: [IPPrefix: Int] = [:]
            while let row = table.next(refusing: { refuse($0) }) { add(row, &lines) }
        } catch {
            throw RegisterError(file: name, problem: error)
        }
        index()
    }

    private mutating func refuse(_ problem: LineProblem) {
        refusals.note(problem.line, reason: "does not parse", limit: Self.problemLimit) { problem.message }
    }

    /// - Parameter lines: where each prefix was named.
    private mutating func add(_ row: CSVTable.Row, _ lines: inout [IPPrefix: Int]) {
        guard let address = Self.address(row) else {
            let message = "'\(row["prefix"].prefix(80))' is neither an IPv4 or IPv6 address nor a prefix"
            return refuse(LineProblem(line: row.line, message: message))
        }
        for prefix in address.prefixes {
            guard let line = lines[prefix] else { continue }
            return refuse(LineProblem(line: row.line, message: "\(prefix) was named in line \(line) before"))
        }
        let services: ServiceSet
        do {
            services = try ServiceSet(parsing: row["services"])
        } catch {
            let message = "'\(error.word.prefix(80))' is not a service, as tcp/443 is"
            return refuse(LineProblem(line: row.line, message: message))
        }
        for prefix in address.prefixes {
            if let stated = address.statedAddress { noteHostBits(stated, prefix, row.line) }
            lines[prefix] = row.line
            assets.append(
                Asset(
                    prefix: prefix, name: row["name"], kind: Self.word(row["kind"]), sector: Self.word(row["sector"]),
                    contact: row["contact"], services: services.isEmpty ? nil : services))
        }
    }

    /// What a row names, read as lists are; `nil` where that is not an address, or one with a port.
    private static func address(_ row: CSVTable.Row) -> AddressText? {
        let text = Array(row["prefix"].utf8)[...]
        let netmask = Array(row["netmask"].utf8)[...]
        let address = netmask.isEmpty ? AddressText(text) : AddressText(text, mask: netmask)
        return address?.port == nil ? address : nil
    }

    private mutating func noteHostBits(_ stated: IPAddress, _ prefix: IPPrefix, _ line: Int) {
        changes.note(line, reason: "bits set behind the prefix length", limit: Self.problemLimit) {
            "'\(stated)/\(prefix.length)' has bits set behind its length: taken as \(prefix)"
        }
    }

    /// A free word as it is compared: in lower case, with single blanks.
    private static func word(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private mutating func index() {
        var (entries4, entries6): ([LongestPrefixTable<UInt32>.Entry], [LongestPrefixTable<UInt128>.Entry]) = ([], [])
        for (number, asset) in assets.enumerated() {
            switch asset.prefix.address {
            case .v4(let address): entries4.append((IPPrefix.bounds(address, length: asset.prefix.length), number))
            case .v6(let address): entries6.append((IPPrefix.bounds(address, length: asset.prefix.length), number))
            }
        }
        (numbers4, numbers6) = (LongestPrefixTable(entries4), LongestPrefixTable(entries6))
    }

    /// The asset that a host belongs to, as a place in `assets`; `nil` where it belongs to none.
    package func place(of host: IPAddress) -> Int? {
        switch host {
        case .v4(let address): numbers4.number(of: address.rawValue)
        case .v6(let address): numbers6.number(of: address.rawValue)
        }
    }

    /// What a host offers; `nil` where that is not stated.
    package func services(of host: IPAddress) -> ServiceSet? { asset(of: host)?.services }

    package func asset(of host: IPAddress) -> Asset? {
        place(of: host).map { assets[$0] }
    }
}
