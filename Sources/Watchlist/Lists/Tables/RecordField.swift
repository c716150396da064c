import CensusModel

/// What a named field of a feed's records says, whether the records are lines of a table or objects of JSON.
enum RecordField: CaseIterable, Sendable {
    /// An address, prefix or range, perhaps with a port behind it; or something of another kind.
    case address
    /// The first and the last address of a range.
    case first
    case last
    case netmask
    /// What kind of thing the address field holds, in the feed's own words.
    case kind
    case port
    case transport
    case threatClass
    /// What the address does, in the feed's own words.
    case activity
    case label
    /// What somebody remarked: the label where there is none.
    case comment
    /// Tags of MISP: the label where there is neither that nor a comment.
    case tag
    case source
    case confidence
    case validFrom
    case validUntil
    /// Whether the record is meant for detection.
    case detection
    /// Whether the record is taken back.
    case withdrawn
}

extension RecordField {
    /// The names by which feeds know a field, the one that is taken before others first.
    var names: [String] {
        switch self {
        case .address: Self.addressNames
        case .first:
            [
                "start", "startip", "startaddress", "first", "firstip", "firstaddress", "rangestart", "ipstart",
                "ipfrom", "begin", "from", "low",
            ]
        case .last:
            ["end", "endip", "endaddress", "last", "lastip", "lastaddress", "rangeend", "ipend", "ipto", "to", "high"]
        case .netmask: ["netmask", "subnetmask", "mask", "prefixlength", "prefixlen", "masklength", "cidr", "bits"]
        case .kind:
            [
                "indicatortype", "ioctype", "observabletype", "entitytype", "itype", "valuetype", "datatype", "scope",
                "type", "kind",
            ]
        case .port: Self.portNames
        case .transport:
            ["protocol", "proto", "transport", "transportprotocol", "l4proto", "l4protocol", "ipproto", "ipprotocol"]
        case .threatClass: ["class", "threatclass"]
        case .activity:
            [
                "threattype", "role", "scenario", "activity", "activities", "category", "categories", "classification",
                "tags", "tag",
            ]
        case .label: Self.labelNames
        case .comment: ["comment", "comments"]
        case .tag: ["attributetag", "eventtag"]
        case .source: ["source", "feed", "feedname", "provider", "origin"]
        case .confidence:
            ["confidence", "confidencelevel", "confidencescore", "abuseconfidencescore", "reliability", "score"]
        case .validFrom: ["validfrom", "firstseen", "firstseenutc", "firstseendate"]
        case .validUntil:
            ["validuntil", "validto", "expiration", "expirationdate", "expires", "expiresat", "expiry", "until"]
        case .detection: ["toids", "isactive"]
        case .withdrawn:
            [
                "deleted", "revoked", "whitelisted", "iswhitelisted", "allowlisted", "falsepositive", "isfalsepositive",
                "simulated",
            ]
        }
    }

    private static let addressNames = [
        "address", "dstip", "dstipaddress", "dstaddr", "dstaddress", "destip", "destinationip", "destinationipaddress",
        "destinationaddress", "ipstr", "ip",
        "ipv4", "ipv6", "ipaddress", "ips", "ipaddresses", "ipaddr", "ipv4address", "ipv6address", "addr", "iocvalue",
        "indicatorvalue",
        "observablevalue", "indicator", "ioc", "observable", "ipport", "ipdst", "ipsrc", "cidr", "prefix", "subnet",
        "network",
        "netblock", "iprange", "range", "c2", "c2ip", "c2address", "c2server", "cnc", "cncip", "server", "serverip",
        "hostip", "hostaddress", "host", "remoteip", "remoteaddress", "remoteaddr", "dst", "destination", "srcip",
        "srcaddr",
        "srcaddress", "sourceip", "sourceaddress", "sourceipaddress", "src", "attackerip", "attackip", "attacker",
        "maliciousip", "badip",
        "clientip", "value", "trail", "entity",
    ]

    private static let portNames = [
        "port", "dstport", "dport", "destport", "destinationport", "c2port", "cncport", "serverport", "remoteport",
        "ports",
        "portnumber", "srcport", "sport", "sourceport",
    ]

    private static let labelNames = [
        "label", "labels", "malwareprintable", "malwarefamily", "malware", "malwarename", "family", "botnet", "threat",
        "threatname",
        "scenario", "signature", "eventinfo", "comment", "comments", "listingreason", "reason", "info", "description",
        "desc",
        "metadesc", "title", "name", "ioc", "category", "campaign", "note", "notes", "tags",
    ]

    /// Names of columns that tell the two ends of connections apart.
    fileprivate static let destinationNames: Set<String> = [
        "dstip", "dstipaddress", "dstaddr", "dstaddress", "destip", "destinationip", "destinationipaddress",
        "destinationaddress", "ipdst", "dst", "destination", "remoteip", "remoteaddress", "remoteaddr",
    ]
    fileprivate static let sourceNames: Set<String> = [
        "srcip", "srcaddr", "srcaddress", "sourceip", "sourceaddress", "sourceipaddress", "ipsrc", "src", "attackerip",
        "attackip", "attacker", "clientip",
    ]

    /// Names of columns that hold the port of one end alone.
    fileprivate static let destinationPortNames: Set<String> = [
        "dstport", "dport", "destport", "destinationport", "serverport", "remoteport",
    ]
    fileprivate static let sourcePortNames: Set<String> = ["srcport", "sport", "sourceport"]

    /// The names of ports that are not those of the addresses in a column of this name.
    fileprivate static func portNames(ofOtherEndThan address: String) -> Set<String> {
        if destinationNames.contains(address) { return sourcePortNames }
        return sourceNames.contains(address) ? destinationPortNames : []
    }

    /// Names of columns that may hold the length of a block, where its first and its last address stand beside it.
    fileprivate static let blockNames: Set<String> = [
        "netblock", "cidr", "prefix", "range", "iprange", "network", "subnet",
    ]

    /// A name as names are compared: in lower case, letters and digits alone, so that `dst_ip`, `DstIP` and `Dst IP` are one.
    static func normalized(_ name: some StringProtocol) -> String {
        String(
            decoding: name.lowercased().utf8.filter {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }, as: UTF8.self)
    }
}

/// Which of a record's fields, known by their names, say what.
struct RecordColumns: Sendable {
    /// For each name in turn, what it holds; `nil` for one that is not used.
    let fields: [RecordField?]
    /// Whether the columns are the project's own, whose values have to fit; those of others are taken as far as they do.
    let isOwn: Bool
    /// The place of a column that holds the addresses of the other end, which are not read.
    let otherEnd: Int?
    /// The place of a column that holds the ports of the other end, which are not read.
    let otherPort: Int?

    init(fields: [RecordField?], isOwn: Bool) {
        (self.fields, self.isOwn, otherEnd, otherPort) = (fields, isOwn, nil, nil)
    }

    /// - Parameter names: as `RecordField.normalized` has them; `nil` when none of them holds addresses.
    init?(_ names: [String]) {
        var fields = Self.fields(named: names)
        Self.takeIndicatorSheet(names, &fields)
        let address = fields.firstIndex(of: .address)
        // The two could be dates beside an address.
        let hasRange =
            fields.contains(.first) && fields.contains(.last)
            && address.map { RecordField.blockNames.contains(names[$0]) } ?? true
        for index in fields.indices where !hasRange && [.first, .last].contains(fields[index]) { fields[index] = nil }
        guard fields.contains(.address) || hasRange else { return nil }
        self.fields = fields
        isOwn = names.contains("address")
        otherEnd = address.flatMap { address in
            guard RecordField.destinationNames.contains(names[address]) else { return nil }
            return names.firstIndex { RecordField.sourceNames.contains($0) }
        }
        let otherPorts = address.map { RecordField.portNames(ofOtherEndThan: names[$0]) } ?? []
        otherPort = fields.contains(.port) ? nil : names.firstIndex { otherPorts.contains($0) }
    }

    /// What each name says. A column that could hold several things holds the one that stands first among the cases.
    private static func fields(named names: [String]) -> [RecordField?] {
        var fields = [RecordField?](repeating: nil, count: names.count)
        var otherPorts: Set<String> = []
        for field in RecordField.allCases {
            let place = field.names.lazy.filter { field != .port || !otherPorts.contains($0) }.compactMap { name in
                names.indices.first { names[$0] == name && fields[$0] == nil }
            }.first
            guard let place else { continue }
            fields[place] = field
            if field == .address { otherPorts = RecordField.portNames(ofOtherEndThan: names[place]) }
        }
        return fields
    }

    /// Takes `indicator_type,data,note`, where `data` is a column of indicators because another one says of which kind.
    private static func takeIndicatorSheet(_ names: [String], _ fields: inout [RecordField?]) {
        guard names.count > 1, ["indicatortype", "indicator"].contains(names[0]), names[1] == "data" else { return }
        (fields[0], fields[1]) = (.kind, .address)
    }

    /// How many of the names say something.
    var count: Int { fields.count { $0 != nil } }
}
