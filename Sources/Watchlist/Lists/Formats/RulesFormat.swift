import CensusModel
import NetworkTypes
import TextFormats

/// A file of rules for Suricata or Snort: the addresses in the heads of rules, with their ports; the message is the label.
///
/// A rule without addresses looks into packets, and is passed over. So is one that names addresses at both ends, or ports
/// that no entry can: an entry would say more than the rule does.
struct RulesFormat: ListReading {
    /// The parts of a rule that goes on behind a backslash.
    private var open: (line: Int, text: [UInt8])?

    mutating func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        while let lines = try reader.nextLines() {
            for line in lines where !list.refusesLength(of: line) { takePart(line, &list) }
            try list.checkSize()
        }
        if let open { list.refuse(open.line, "\(open.text[...].quoted) goes on behind the end of the file") }
    }

    private mutating func takePart(_ line: TextLines.Line, _ list: inout ParsedList) {
        var text = line.text.trimmed
        let goesOn = text.last == UInt8(ascii: "\\")
        if goesOn { text = text.dropLast() }
        let start = open?.line ?? line.number
        let whole = open.map { ($0.text + [UInt8(ascii: " ")] + text)[...] } ?? text
        open = nil
        guard whole.count <= ListReader.maximumLineLength else {
            return list.refuse(start, "\(whole.quoted) is a rule of more than \(ListReader.maximumLineLength) bytes")
        }
        if goesOn {
            open = (start, Array(whole))
        } else if let first = whole.first, first != UInt8(ascii: "#") {
            take(whole, start, &list)
        }
    }

    private func take(_ text: ArraySlice<UInt8>, _ line: Int, _ list: inout ParsedList) {
        guard let rule = RuleHeader(text) else { return list.refuse(line, "\(text.quoted) is not a rule") }
        let said = { rule.message ?? String(decoding: text.prefix(80), as: UTF8.self) }
        guard rule.action != "pass" else { return list.skip(line, reason: "is a rule that lets pass", said()) }
        let ends = [rule.source, rule.destination].map { ($0, RuleAddresses($0.addresses)) }
        if ends.contains(where: { $0.1 == .unreadable }) {
            return list.refuse(line, "\(text.quoted) has addresses that do not parse")
        }
        let named = ends.filter { $0.1 != .open }
        guard named.count == 1, case .listed(let addresses) = named[0].1 else {
            let reason = named.isEmpty ? "is a rule without addresses" : "is a rule that addresses alone do not say"
            return list.skip(line, reason: reason, said())
        }
        guard let ports = Self.ports(named[0].0.ports) else {
            return list.skip(line, reason: "is a rule for ports that no entry can name", said())
        }
        var profile = list.blank
        profile.transport = rule.transport
        profile.labels = rule.message.map { [$0] } ?? []
        let classes = [rule.message, rule.classType].compactMap(\.self).compactMap { ThreatClass(describedBy: $0) }
        // Half of all rules are of the type "trojan-activity", so that the message says more.
        profile.threatClass = classes.first { $0 != .malware } ?? profile.threatClass
        for address in addresses {
            for port in ports {
                profile.port = port
                list.add(address, profile, line: line)
            }
        }
    }

    /// The ports of one end, one of which is `nil` where any will do; `nil` for ports that cannot be listed.
    private static func ports(_ text: ArraySlice<UInt8>) -> [UInt16?]? {
        if text.elementsEqual("any".utf8) { return [nil] }
        var ports: [UInt16?] = []
        let words = text.filter { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }.split(
            separator: UInt8(ascii: ","))
        for word in words.map(\.trimmed) {
            let ends = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
                .map { AddressText.portNumber($0) }
            guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last,
                ports.count + Int(last - first) < PortText.maximumPorts
            else { return nil }
            ports += (first...last).map { $0 }
        }
        return ports.isEmpty ? nil : ports
    }
}

/// What stands where the addresses of one end do.
enum RuleAddresses: Equatable {
    /// Any address, or those that a variable stands for.
    case open
    case listed([AddressText])
    /// All addresses but some.
    case excluded
    case unreadable

    init(_ text: ArraySlice<UInt8>) {
        let words = text.filter { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
            .split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }
        let variable = UInt8(ascii: "$")
        if words.isEmpty
            || words.allSatisfy({ $0.first == variable || $0.elementsEqual("any".utf8) || $0.starts(with: "!$".utf8) })
        {
            self = .open
        } else if words.contains(where: { $0.first == UInt8(ascii: "!") }) || text.contains(UInt8(ascii: "!")) {
            self = .excluded
        } else {
            let addresses = words.filter { $0.first != variable }.compactMap { AddressText($0) }
            self = addresses.count == words.count ? .listed(addresses) : .unreadable
        }
    }

    static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.open, .open), (.excluded, .excluded), (.unreadable, .unreadable): true
        default: false
        }
    }
}
