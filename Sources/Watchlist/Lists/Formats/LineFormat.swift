import NetworkTypes
import TextFormats

/// A format in which every line stands for itself.
protocol LineFormat: ListReading {
    /// Takes a line; one of nothing but blanks and comments is passed over.
    mutating func take(_ line: TextLines.Line, into list: inout ParsedList)

    /// Says what can only be said when all lines were read.
    func finish(into list: inout ParsedList)
}

extension LineFormat {
    func finish(into list: inout ParsedList) {}

    mutating func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        while let lines = try reader.nextLines() {
            for line in lines where !list.refusesLength(of: line) { take(line, into: &list) }
            try list.checkSize()
        }
        finish(into: &list)
    }
}

extension ParsedList {
    /// How many entries, and how many different texts about them, one list may hold: a hundred times what feeds publish.
    package static let maximumEntries = 16_777_216
    static let maximumProfiles = 1_048_576

    /// Refuses a line that is too long to be one of a list.
    mutating func refusesLength(of line: TextLines.Line) -> Bool {
        guard line.text.count > ListReader.maximumLineLength else { return false }
        refuse(line.number, "\(line.text.quoted) is a line of more than \(ListReader.maximumLineLength) bytes")
        return true
    }

    func checkSize() throws(WatchlistError.Problem) { try checkSize(with: EntryTable()) }

    /// - Parameter held: entries that are not in the table yet.
    func checkSize(with held: EntryTable) throws(WatchlistError.Problem) {
        let (entries, profiles) = (table.count + held.count, table.profiles.count + held.profiles.count)
        guard entries <= Self.maximumEntries else { throw .tooManyEntries(limit: Self.maximumEntries) }
        guard profiles <= Self.maximumProfiles else { throw .tooManyEntries(limit: Self.maximumProfiles) }
        guard table.memory + held.memory <= limits.memory else { throw .exceedsMemory(limit: limits.allMemory) }
    }

    /// A longer label is shortened, in bytes.
    private static let maximumLabelLength = 512

    private mutating func shortenLabels(of profile: inout EntryProfile, _ line: Int) {
        guard profile.labels.contains(where: { $0.utf8.count > Self.maximumLabelLength }) else { return }
        profile.labels = profile.labels.map { label in
            String(decoding: label.utf8.prefix(Self.maximumLabelLength), as: UTF8.self)
        }
        noteChange(
            line, reason: "a label is too long", "a label of more than \(Self.maximumLabelLength) bytes is shortened")
    }

    static let noAddress = "is neither an IPv4 or IPv6 address nor a prefix"

    /// Adds what stands where an address does, or refuses the line.
    mutating func add(_ text: ArraySlice<UInt8>, _ profile: EntryProfile, line: Int) {
        guard let address = AddressText(text) else { return refuse(line, "\(text.quoted) \(Self.noAddress)") }
        add(address, profile, line: line)
    }

    /// Adds an address; a port that stands behind it goes before the profile's own.
    mutating func add(_ address: AddressText, _ profile: EntryProfile, line: Int) {
        var profile = profile
        if let port = address.port { profile.port = port }
        shortenLabels(of: &profile, line)
        let number = table.number(of: profile)
        for prefix in address.prefixes {
            table.append(prefix, profile: number, line: line)
            guard let stated = address.statedAddress else { continue }
            noteChange(
                line, reason: "bits set behind the prefix length",
                "'\(stated)/\(prefix.length)' has bits set behind its length: taken as \(prefix)")
        }
    }
}
