import NetworkTypes

/// A MaxMind DB (MaxMind DB File Format 2.0) in memory: a tree over the bits of addresses, and the records to which it leads.
struct MMDBFile: Sendable {
    let records: MMDBSection
    /// What the file says of its kind, as `GeoLite2-Country`.
    let type: String
    /// Unix seconds.
    let builtAt: UInt64
    private let bytes: [UInt8]
    private let nodeCount: Int
    private let recordBits: Int
    private let isIPv4Only: Bool
    /// Where the tree over IPv4 begins in one over IPv6: behind 96 zeros.
    private var start4 = 0

    private static let marker: [UInt8] = [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8)
    /// The metadata lies within so many bytes of the end.
    private static let metadataReach = 131_072
    private static let separatorLength = 16

    init(_ bytes: [UInt8]) throws(CountryDatabaseError.Problem) {
        guard !bytes.isEmpty else { throw .empty }
        guard let metadata = Self.metadataPlace(in: bytes) else { throw .noMetadata }
        let section = MMDBSection(bytes[metadata...])
        guard let nodes = Self.number("node_count", in: section), let size = Self.number("record_size", in: section),
            let version = Self.number("ip_version", in: section), [24, 28, 32].contains(size), [4, 6].contains(version)
        else { throw .noMetadata }
        guard section.holdsItsFirstValue else { throw .damaged(reason: "its metadata does not end: is it cut?") }
        let (nodeBytes, overflow) = Int(clamping: nodes).multipliedReportingOverflow(by: Int(size) / 4)
        let end = metadata - Self.marker.count
        guard nodes > 0, !overflow, nodeBytes <= end - Self.separatorLength else {
            throw .damaged(reason: "its tree is larger than the file: is it cut?")
        }
        self.bytes = bytes
        (nodeCount, recordBits, isIPv4Only) = (Int(nodes), Int(size), version == 4)
        records = MMDBSection(bytes[(nodeBytes + Self.separatorLength)..<end])
        builtAt = Self.number("build_epoch", in: section) ?? 0
        var steps = MMDBSection.maximumSteps
        let place = try? section.place(of: ["database_type"], at: 0, &steps)
        let text = try? (place ?? nil).flatMap { place throws(MMDBSection.Damage) in try section.text(at: place) }
        type = String(decoding: (text ?? nil) ?? [], as: UTF8.self)
        if !isIPv4Only { start4 = descend(from: 0, through: 0 as UInt128, bits: 96) }
    }

    private static func metadataPlace(in bytes: [UInt8]) -> Int? {
        let first = max(0, bytes.count - metadataReach)
        var place = bytes.count - marker.count
        while place >= first {
            if bytes[place] == marker[0], bytes[place...].starts(with: marker) { return place + marker.count }
            place -= 1
        }
        return nil
    }

    private static func number(_ key: String, in section: MMDBSection) -> UInt64? {
        var steps = MMDBSection.maximumSteps
        guard let place = try? section.place(of: [key], at: 0, &steps) else { return nil }
        return (try? section.number(at: place)) ?? nil
    }
}

// MARK: - The tree

extension MMDBFile {
    /// Where in `records` the record of an address begins; `nil` where there is none.
    func record(of address: IPAddress) throws(MMDBSection.Damage) -> Int? {
        switch address {
        case .v4(let address):
            return try record(at: descend(from: start4, through: UInt128(address.rawValue) << 96, bits: 32))
        case .v6(let address):
            // A file of IPv4 alone knows nothing of IPv6.
            return isIPv4Only ? nil : try record(at: descend(from: 0, through: address.rawValue, bits: 128))
        }
    }

    /// Follows the highest bits of a number down the tree, as far as there are nodes.
    private func descend(from start: Int, through path: UInt128, bits: Int) -> Int {
        var (node, depth) = (start, 0)
        while node < nodeCount, depth < bits {
            node = child(of: node, isRight: path >> UInt128(127 - depth) & 1 == 1)
            depth += 1
        }
        return node
    }

    /// What one of the two records of a node says.
    private func child(of node: Int, isRight: Bool) -> Int {
        let length = recordBits / 4
        let start = node * length
        let number = { (place: Int, count: Int) in bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) } }
        switch recordBits {
        case 24: return number(start + (isRight ? 3 : 0), 3)
        case 32: return number(start + (isRight ? 4 : 0), 4)
        default:
            // The four highest bits of both share the byte between them.
            let middle = Int(bytes[start + 3])
            return isRight ? (middle & 15) << 24 | number(start + 4, 3) : (middle >> 4) << 24 | number(start, 3)
        }
    }

    /// The place of the record to which a number of the tree points.
    private func record(at number: Int) throws(MMDBSection.Damage) -> Int? {
        guard number > nodeCount else {
            guard number == nodeCount else {
                throw MMDBSection.Damage(reason: "its tree is deeper than addresses are long")
            }
            return nil
        }
        let place = number - nodeCount - Self.separatorLength
        guard place >= 0 else { throw MMDBSection.Damage(reason: "its tree points between its sections") }
        return place
    }

    /// Whether a record holds something, of those that a limited effort finds.
    func holds(_ isWanted: (Int, inout Int) -> Bool) -> Bool {
        var seen: Set<Int> = []
        var steps = Self.maximumSearchSteps
        for node in 0..<nodeCount where steps > 0 {
            for isRight in [false, true] {
                steps -= 1
                guard let place = try? record(at: max(nodeCount, child(of: node, isRight: isRight))),
                    seen.insert(place).inserted
                else { continue }
                if isWanted(place, &steps) { return true }
            }
        }
        return false
    }

    /// The steps of one search through all records: some hundred thousand of them are looked at.
    private static let maximumSearchSteps = 8_388_608
}

// MARK: - Archives

extension MMDBFile {
    /// The bytes of a database as they come, or from the tar archive that holds it.
    static func bytes(in bytes: [UInt8]) throws(CountryDatabaseError.Problem) -> [UInt8] {
        guard let archive = TarArchive(bytes) else { return bytes }
        guard let file = archive.file(endingIn: ".mmdb") else { throw .archiveWithoutFile }
        return Array(file)
    }
}
