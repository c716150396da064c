import NetworkTypes

/// What is remembered of one exporter and one of its domains: templates, sampling, sequence numbers.
struct ExportStream: Sendable {
    /// What tells streams apart.
    struct Key: Hashable, Sendable {
        /// The address that sends the datagrams.
        let sender: IPAddress?
        let kind: ExportKind
        let origin: LogOrigin
    }

    let key: Key
    /// Another one for each stream that there was.
    let serial: UInt64
    var sequence: DatagramSequence
    var recent = RecentDatagrams()
    var sampling = SamplingRates()
    /// IPFIX: when the exporter's uptime was 0.
    var systemStart: Timestamp?
    /// When it was last used, in uses of all streams.
    var lastUse: UInt64 = 0
    /// The time at which it was last used, in seconds.
    var lastSeconds: Int64 = 0
    var templates = TemplateStore()
    private(set) var standing = Standing.untried
    /// When records were decoded first, in seconds.
    private var firstDecoded: Int64 = 0
    /// Whether it is one; false for a place that is free.
    var isLive = true
    private var dataBytes: UInt64 = 0
    private var dataRecords: UInt64 = 0

    init(_ key: Key, serial: UInt64) {
        (self.key, self.serial) = (key, serial)
        sequence = DatagramSequence(countsRecords: key.kind == .netFlowV5 || key.kind == .ipfix)
    }

    /// Bytes of memory, about: with what tables hold beside it.
    var cost: Int { Self.baseCost + templates.cost }

    static let baseCost = 1_024

    /// How many records so many bytes are, about: by the records that were read before, else by a usual length.
    func recordCount(bytes: Int) -> UInt64 {
        let usualLength: UInt64 = 50
        let length = dataRecords > 0 ? max(1, dataBytes / dataRecords) : usualLength
        return max(1, UInt64(bytes) / length)
    }

    mutating func count(records: Int, bytes: Int) {
        dataRecords += UInt64(records)
        dataBytes += UInt64(bytes)
    }

    /// What a stream has shown so far, the least first.
    enum Standing: Int, CaseIterable, Sendable {
        case untried
        /// Records of it were decoded.
        case decoded
        /// So they were again, a minute or more after the first.
        case steady
    }

    /// Notes that records were decoded at the time of its last use.
    /// - Returns: whether its standing has risen.
    mutating func noteDecoded() -> Bool {
        switch standing {
        case .untried: (standing, firstDecoded) = (.decoded, lastSeconds)
        case .decoded where lastSeconds - firstDecoded >= 60: standing = .steady
        case .decoded, .steady: return false
        }
        return true
    }
}
