import NetworkTypes
import TextFormats

/// Objects of JSON that state their fields by name, in whatever arrays and objects a feed puts them; or arrays of addresses.
///
/// An object with an address of its own is a record, whatever else it holds. One without is a wrapping, and where it has a
/// name, as a pulse of OTX, that labels the records in it that have no label. Texts may follow one another, as in JSON Lines.
struct JSONRecordFormat: ListReading {
    private var titles = WrappingTitles()
    /// The layouts of objects, by the names of their members.
    private var layouts: [[String]: Layout?] = [:]

    private struct Layout {
        let columns: RecordColumns
        let addressName: String

        /// Whether `first` and `last` are those of something else than addresses, as of times.
        func isOfOtherRange(_ values: [String]) -> Bool {
            guard !columns.fields.contains(.address), let place = columns.fields.firstIndex(of: .first) else {
                return false
            }
            return AddressText.address(Array(values[place].utf8)[...]) == nil
        }
    }

    /// Objects so deep that lists have no records there, and the line of the first one.
    private var unread: (count: Int, line: Int) = (0, 0)

    /// How many members of one object are looked at, and how many different layouts are remembered.
    private static let maximumMembers = 256
    private static let maximumLayouts = 256

    mutating func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        let json = JSONReader(reader)
        repeat {
            try takeContainer(json, &list, named: "", depth: 0, title: nil)
        } while try json.peek() != nil
        titles.replaceMarks(in: &list)
        if unread.count > 0 {
            list.skip(
                unread.line, reason: "lie deeper than records of lists do, and are not read",
                "\(unread.count) objects from here on")
        }
    }

    private mutating func takeContainer(
        _ json: JSONReader, _ list: inout ParsedList, named name: String, depth: Int, title: Int?,
        isElement: Bool = false
    ) throws(WatchlistError.Problem) {
        switch try json.peek() {
        case UInt8(ascii: "["):
            try json.forEachElement { () throws(WatchlistError.Problem) in
                try takeElement(json, &list, named: name, depth: depth + 1, title: title)
            }
        case UInt8(ascii: "{"):
            try takeObject(json, &list, depth: depth, title: title, isElement: isElement || depth == 0)
        default: try json.skip()
        }
        try list.checkSize()
    }

    private mutating func takeElement(
        _ json: JSONReader, _ list: inout ParsedList, named name: String, depth: Int, title: Int?
    ) throws(WatchlistError.Problem) {
        guard try json.peek() == UInt8(ascii: "\"") else {
            return try takeContainer(json, &list, named: name, depth: depth, title: title, isElement: true)
        }
        let line = json.line
        let text = try json.value().text ?? ""
        guard depth == 1 || Self.holdsAddresses(name) else { return }
        var record = Record(list.blank, isOwn: false)
        _ = record.set(.address, text)
        record.add(to: &list, line: line, addressName: name, label: { label(in: title, otherwise: $0) })
    }

    private mutating func takeObject(
        _ json: JSONReader, _ list: inout ParsedList, depth: Int, title: Int?, isElement: Bool
    ) throws(WatchlistError.Problem) {
        let line = json.line
        var members: [(name: String, value: String)] = []
        let (inner, unreadBefore) = (titles.count, unread)
        var (heldSome, holdsDeeper) = (false, false)
        // What lies in it is part of the record, if its own address follows.
        var held = EntryTable()
        try json.forEachMember { name throws(WatchlistError.Problem) in
            let key = RecordField.normalized(name)
            let first = try json.peek()
            let isPorts = first == UInt8(ascii: "[") && RecordField.port.names.contains(key)
            guard let first, !isPorts, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
                let text = isPorts ? try Self.joinedTexts(json) : try json.value().text
                if let text, members.count < Self.maximumMembers { members.append((key, text)) }
                return
            }
            // Beside an address stands what is said of it, networks and other addresses included.
            let isObject = first == UInt8(ascii: "{")
            guard !Self.isTakenBack(key), !isObject || !Self.isAside(key),
                Self.isContainer(key) || layout(of: members.map(\.name)) == nil
            else { return try json.skip() }
            let isDocument = name == Self.searchedDocument
            guard depth < 2 || Self.isContainer(key) || isDocument else {
                holdsDeeper = holdsDeeper || isObject
                return try json.skip()
            }
            if titles.count == inner { _ = titles.begin() }
            heldSome = true
            let innerDepth = isDocument ? 0 : depth + 1
            if Self.isContainer(key) {
                try takeContainer(json, &list, named: key, depth: innerDepth, title: inner)
            } else {
                try takeNested(json, &list, &held, named: key, depth: innerDepth, title: inner)
            }
        }
        if take(members, line, &list, title: title) {
            // What lies deeper is part of the record.
            unread = unreadBefore
            return
        }
        list.table.append(withLines: held)
        guard heldSome else {
            if isElement, depth <= 2 {
                complain(members, line, &list)
            } else if holdsDeeper {
                unread = (unread.count + 1, unread.count == 0 ? line : unread.line)
            }
            return
        }
        titles[inner] =
            Self.titleNames.lazy.compactMap { name in members.first { $0.name == name }?.value }.first
            ?? title.flatMap { titles[$0] }
    }

    /// Takes what lies in a member of an object whose own address may follow: its entries are held back.
    private mutating func takeNested(
        _ json: JSONReader, _ list: inout ParsedList, _ held: inout EntryTable, named name: String, depth: Int,
        title: Int
    ) throws(WatchlistError.Problem) {
        var table = EntryTable()
        swap(&list.table, &table)
        try takeContainer(json, &list, named: name, depth: depth, title: title)
        swap(&list.table, &table)
        held.append(withLines: table)
        try list.checkSize(with: held)
    }

    /// The texts and numbers of an array, as they would stand in one field of a table.
    private static func joinedTexts(_ json: JSONReader) throws(WatchlistError.Problem) -> String {
        (try json.valueIfBounded()?.elements.compactMap(\.text) ?? []).joined(separator: ",")
    }

    /// The document that a search engine wraps in what it says of the hit.
    private static let searchedDocument = "_source"

    /// Takes an object as a record; false where it has no address.
    private mutating func take(
        _ members: [(name: String, value: String)], _ line: Int, _ list: inout ParsedList, title: Int?
    ) -> Bool {
        guard let layout = layout(of: members.map(\.name)), !layout.isOfOtherRange(members.map(\.value)) else {
            return false
        }
        var record = Record(list.blank, isOwn: false)
        for (index, member) in members.enumerated() {
            guard let field = layout.columns.fields[index], !record.set(field, member.value) else { continue }
            list.refuse(line, "'\(member.value.prefix(80))' is not a value for '\(member.name)'")
            return true
        }
        record.add(
            to: &list, line: line, addressName: layout.addressName, other: { OtherIndicator(members) },
            label: { label(in: title, otherwise: $0) })
        if let other = layout.columns.otherEnd {
            list.noticeOtherEnd(line, read: layout.addressName, members[other].name)
        }
        if let other = layout.columns.otherPort {
            list.noticeOtherPort(line, read: layout.addressName, members[other].name)
        }
        return true
    }

    private mutating func layout(of names: [String]) -> Layout? {
        if let known = layouts[names] { return known }
        var layout: Layout?
        if let columns = RecordColumns(names),
            let place = columns.fields.firstIndex(of: .address) ?? columns.fields.firstIndex(of: .first)
        {
            layout = Layout(columns: columns, addressName: names[place])
        }
        if layouts.count < Self.maximumLayouts { layouts[names] = .some(layout) }
        return layout
    }

    /// An element of the list that is not a record is a bad line, unless it is about something of another kind.
    private func complain(_ members: [(name: String, value: String)], _ line: Int, _ list: inout ParsedList) {
        guard !members.isEmpty else { return }
        if let other = OtherIndicator(members) { return other.skip(in: &list, line) }
        let names = members.map(\.name).joined(separator: ", ")
        list.refuse(line, "an object names no address, but '\(names.prefix(80))'")
    }
}

// MARK: - Names

extension JSONRecordFormat {
    private static let titleNames = ["name", "title", "pulsename", "feedname", "info"]

    /// What a feed takes back, allows or only mentions.
    private static func isTakenBack(_ name: String) -> Bool {
        [
            "deleted", "removed", "whitelist", "whitelisted", "allowlist", "falsepositives", "tags", "references",
            "meta", "metadata",
        ]
        .contains(name)
    }

    /// What says where an address is, or whose.
    private static func isAside(_ name: String) -> Bool {
        name.hasPrefix("geo")
            || ["location", "whois", "as", "asn", "autonomoussystem", "company", "carrier", "isp"].contains(name)
    }

    private static let containers: Set<String> = [
        "data", "results", "result", "response", "items", "indicators", "iocs", "objects", "list", "entries", "records",
        "new",
        "decisions", "alerts", "pulses", "feed", "threats", "blocklist", "hits", "events", "attributes", "values",
    ]

    private static func isContainer(_ name: String) -> Bool { containers.contains(name) || holdsAddresses(name) }

    /// Whether an array of this name holds addresses: `ips`, `cidrs`, `ip_prefixes`.
    static func holdsAddresses(_ name: String) -> Bool {
        if ["blocklist", "list", "values", "iocs", "indicators", "addresses", "prefixes", "ipaddresses", "ipprefixes"]
            .contains(name)
        {
            return true
        }
        return name.hasSuffix("s") && RecordColumns([String(name.dropLast())]) != nil
    }

    /// What labels a record without a label.
    /// - Parameter activity: what its address does, in the feed's words.
    private func label(in title: Int?, otherwise activity: String?) -> String? {
        title.map { titles.mark($0, otherwise: activity) } ?? activity
    }
}
