package import NetworkTypes

/// Writes which prefix belongs to which country as a MaxMind database (MaxMind DB File Format 2.0).
package struct CountryDatabaseFile {
    /// Where a record names the country.
    package enum Layout: String, CaseIterable, Sendable {
        /// `country.iso_code`, as GeoLite2 and DB-IP have it.
        case nested
        /// `country_code`, as the files made from the registries have it.
        case flat
    }

    private let layout: Layout
    private let isIPv4Only: Bool
    private let buildEpoch: UInt64
    private var prefixes: [(prefix: IPPrefix, country: String)] = []

    /// - Parameters:
    ///   - isIPv4Only: a tree over 32 bits that knows no IPv6; else IPv4 lies within `::/96`.
    ///   - buildEpoch: when the file says it was made, in Unix seconds; libmaxminddb refuses a file that says 0.
    package init(layout: Layout, isIPv4Only: Bool = false, buildEpoch: UInt64) {
        self.layout = layout
        self.isIPv4Only = isIPv4Only
        self.buildEpoch = buildEpoch
    }

    /// Names the country of a prefix; of prefixes within one another the inner one counts, of equal ones the last.
    package mutating func add(_ prefix: IPPrefix, country: String) {
        prefixes.append((prefix, country))
    }

    /// The whole file.
    /// - Parameter recordBits: 24, 28 or 32, which must hold every place in the file; the fewest where `nil`.
    package func bytes(recordBits: Int? = nil) -> [UInt8] {
        var values = DatabaseValues()
        let tree = tree(&values)
        // Behind the number of nodes records count bytes of data, from 16 on.
        let highest = tree.nodeCount + Self.separatorLength + values.bytes.count
        let bits = recordBits ?? [24, 28].first { highest < 1 << $0 } ?? 32
        precondition(highest < 1 << bits, "records of \(bits) bits hold no place as high as \(highest)")
        var metadata = DatabaseValues()
        metadata.append(self.metadata(nodes: tree.nodeCount, recordBits: bits))
        return Self.bytes(of: tree, recordBits: bits) + [UInt8](repeating: 0, count: Self.separatorLength)
            + values.bytes + [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8) + metadata.bytes
    }

    private static let separatorLength = 16

    private func tree(_ values: inout DatabaseValues) -> DatabaseTree {
        var tree = DatabaseTree(isIPv4Only: isIPv4Only)
        var places: [String: Int] = [:]
        let order = prefixes.indices.sorted { (length(of: $0), $0) < (length(of: $1), $1) }
        for index in order {
            let (prefix, country) = prefixes[index]
            let place = places[country] ?? values.append(record(country))
            places[country] = place
            tree.insert(prefix, data: place)
        }
        return tree
    }

    /// How deep in the tree a prefix ends.
    private func length(of index: Int) -> Int {
        let prefix = prefixes[index].prefix
        if case .v4 = prefix.address, !isIPv4Only { return prefix.length + 96 }
        return prefix.length
    }

    private func record(_ country: String) -> DatabaseValue {
        switch layout {
        case .nested: .map([("country", .map([("iso_code", .text(country))]))])
        case .flat: .map([("country_code", .text(country))])
        }
    }

    private func metadata(nodes: Int, recordBits: Int) -> DatabaseValue {
        .map([
            ("node_count", .number32(UInt32(nodes))), ("record_size", .number16(UInt16(recordBits))),
            ("ip_version", .number16(isIPv4Only ? 4 : 6)), ("database_type", .text("Flowcensus-Country")),
            ("languages", .array([.text("en")])), ("binary_format_major_version", .number16(2)),
            ("binary_format_minor_version", .number16(0)), ("build_epoch", .number64(buildEpoch)),
            ("description", .map([("en", .text("Countries of a simulation"))])),
        ])
    }

    /// The tree as it stands in the file. Of records of 28 bits the four highest of both share a byte between them.
    private static func bytes(of tree: DatabaseTree, recordBits: Int) -> [UInt8] {
        var bytes = WireBytes()
        for node in stride(from: 0, to: tree.records.count, by: 2) {
            let left = number(tree.records[node], tree.nodeCount)
            let right = number(tree.records[node + 1], tree.nodeCount)
            switch recordBits {
            case 24:
                bytes.append24(left)
                bytes.append24(right)
            case 28:
                bytes.append24(left)
                bytes.append8(UInt8((left >> 24) << 4 | right >> 24))
                bytes.append24(right)
            default:
                bytes.append32(left)
                bytes.append32(right)
            }
        }
        return bytes.bytes
    }

    private static func number(_ record: DatabaseTree.Record, _ nodeCount: Int) -> UInt32 {
        switch record {
        case .empty: UInt32(nodeCount)
        case .node(let node): UInt32(node)
        case .data(let place): UInt32(nodeCount + separatorLength + place)
        }
    }
}

extension WireBytes {
    /// The lower 24 bits.
    fileprivate mutating func append24(_ value: UInt32) {
        append8(UInt8(truncatingIfNeeded: value >> 16))
        append16(UInt16(truncatingIfNeeded: value))
    }
}
