import NetworkTypes
import TextFormats

extension PublishedForm {
    /// All forms in which lists are published: those that can be known for sure stand before those that others could be taken
    /// for.
    static let all = documents + feeds + tables + lines

    private static let documents: [PublishedForm] = [
        .json(.stix, when: \.looksLikeSTIX, reader: { _ in STIXFormat() }),
        .json(
            .threatFox, when: { $0.names("ioc_value") || $0.names("ioc") && $0.names("threat_type") },
            reader: { _ in
                JSONRecordFormat()
            }),
        .json(.abuseIPDB, when: { $0.names("abuseConfidenceScore") }, reader: { _ in JSONRecordFormat() }),
        .json(.crowdSec, when: { $0.names("scenario") || $0.names("decisions") }, reader: { _ in JSONRecordFormat() }),
        .json(.otx, when: { $0.names("indicators") || $0.names("pulse_key") }, reader: { _ in JSONRecordFormat() }),
        .json(
            .spamhausDrop, when: { $0.names("cidr") && $0.names("sblid") || $0.names("asn") && $0.names("rir") },
            reader: { _ in SpamhausDropLinesFormat()
            }),
        .json(
            .warninglist,
            when: { head in
                head.names("list") && ["name", "description", "matching_attributes"].contains(where: head.names)
            }, reader: { _ in WarninglistFormat() }),
        .json(.misp, when: { $0.names("Event") || $0.names("Attribute") }, reader: { _ in MISPFormat() }),
        .json(
            .feodo, when: { $0.names("ip_address") && $0.names("malware") || $0.isEmptyJSON },
            reader: { _ in
                JSONRecordFormat()
            }),
        .json(.json, when: \.looksLikeRecords, reader: { _ in JSONRecordFormat() }),
    ]

    private static let feeds: [PublishedForm] = [
        .text(.compiled, when: { CompiledList.begins($0.bytes) }, reader: { _ in CompiledFormat() }),
        .text(
            .zeekIntel, when: { $0.lines.contains { ZeekIntelFormat.isHeading($0.text) } },
            reader: { _ in
                ZeekIntelFormat()
            }),
        .text(.rules, when: { $0.dataLines.contains { RuleHeader.begins($0.text) } }, reader: { _ in RulesFormat() }),
        .text(
            .tor, when: { $0.dataLines.contains { TorExitFormat.isOfNode($0.text) } }, reader: { _ in TorExitFormat() }),
        .text(.spamhausDrop, when: SpamhausDropFormat.recognizes, reader: { _ in SpamhausDropFormat() }),
        .text(
            .firehol, when: { $0.comments("iplists.firehol.org", "hash:net ipset", "hash:ip ipset") },
            reader: { head in
                PlainListFormat(title: head.firstCommentWord)
            }),
        .text(.feodo, when: { $0.comments("Feodo Tracker") && $0.table == nil }, reader: { _ in PlainListFormat() }),
        .text(
            .sslbl, when: { $0.comments("SSLBL") && $0.table == nil }, reader: { _ in PlainListFormat(label: "SSLBL") }),
        .text(.ipsum, when: IPsumFormat.recognizes, reader: { _ in IPsumFormat() }),
        .text(
            .alienVault, when: { $0.dataLines.contains { AlienVaultFormat.recognizes($0.text) } },
            reader: { _ in
                AlienVaultFormat()
            }),
        .text(.reputation, when: ReputationFormat.recognizes, reader: { _ in ReputationFormat() }),
        .text(
            .reputationCategories, when: ReputationCategoriesFormat.recognizes,
            reader: { _ in
                ReputationCategoriesFormat()
            }),
        .text(.p2p, when: P2PFormat.recognizes, reader: { _ in P2PFormat() }),
    ]

    /// Feeds that are published as tables.
    private static let tables: [PublishedForm] = [
        table(.feodo) { $0.comments("Feodo Tracker") || $0.heads("dst_ip") && $0.heads("malware") },
        table(.threatFox) { $0.comments("ThreatFox") || $0.heads("ioc_value") },
        table(.sslbl, label: "SSLBL") { $0.comments("SSLBL") },
        table(.c2Intel) { $0.heads("ip") && $0.heads("ioc") },
        table(.misp) { $0.heads("value") && $0.heads("to_ids") },
        table(.otx) { $0.heads("Indicator type") && $0.heads("Indicator") },
        table(.crowdSec) { $0.heads("alert_id") || $0.heads("scope") && $0.heads("value") },
        table(.abuseIPDB) { $0.comments("AbuseIPDB") || $0.heads("abuse confidence score") },
        .text(
            .dshield, when: { $0.comments("DShield") && $0.headedTable == nil && $0.table != nil },
            reader: { head in
                // The port in a list of sources is the one that they tried.
                reader(of: head.table?.withAddressesAlone)
            }),
        table(.dshield) { $0.comments("DShield") || $0.heads("netmask") && $0.heads("attacks") },
        table(.dataplane) { $0.comments("dataplane.org") },
        .text(.blocklist, when: \.namesMixedFeed, reader: { _ in PlainListFormat() }),
        table(.csv) { _ in true },
    ]

    private static let lines: [PublishedForm] = [.text(.plain, when: { _ in true }, reader: { _ in PlainListFormat() })]

    private static func table(
        _ format: ListFormat, label: String? = nil, when recognizes: @escaping @Sendable (ListHead) -> Bool
    ) -> PublishedForm {
        .text(
            format, when: { $0.table != nil && recognizes($0) },
            reader: { head in reader(of: head.table, label: label) })
    }

    /// A reader for a table; for lines where a list that is said to be one has no columns.
    private static func reader(of layout: TableLayout?, label: String? = nil) -> any ListReading {
        if let layout { TableFormat(layout, label: label) } else { PlainListFormat(label: label) }
    }
}

extension ListHead {
    fileprivate var looksLikeSTIX: Bool {
        names("spec_version") || names("pattern_type") || mentions("bundle")
            || mentions("indicator") && names("pattern")
    }

    /// Objects with a name of those that addresses have, or an array of addresses.
    fileprivate var looksLikeRecords: Bool {
        let names = memberNames
        if RecordColumns(names) != nil || names.contains(where: JSONRecordFormat.holdsAddresses) { return true }
        guard let open = bytes.firstIndex(of: UInt8(ascii: "\"")) else { return false }
        let text = bytes[(open + 1)...].prefix { $0 != UInt8(ascii: "\"") }
        return firstByte == UInt8(ascii: "[") && (AddressText(text) != nil || IndicatorKind(text) != nil)
    }

    /// A plain list whose comments name a feed of several kinds of addresses.
    fileprivate var namesMixedFeed: Bool {
        comments("Emerging Threats") && comments("block list", "blocklist", "block known hostile")
            || comments("Binary Defense", "DShield", "AbuseIPDB", "CrowdSec", "blocklist.de")
    }
}
