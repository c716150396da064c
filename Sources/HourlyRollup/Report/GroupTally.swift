import CensusModel
import NetworkTypes

/// Counts hosts and origins in the groups that they belong to, one host after another. Tallies of different hosts add up.
struct GroupTally: Sendable {
    private let table: SourceTable
    /// The groups of all sources, one source after another, and where those of each begin.
    private let groups: [Int]
    private let groupStarts: [Int]
    private let minimumGrade: Grade
    private var counts: [ThreatCounts]
    /// Hosts that met one source only, by source; they are in all of its groups.
    private var hostsOfSources: [GradeCounts]
    /// What one host adds to them, by the bits of its evidence.
    private let ofOneHost: [GradeCounts]
    private var host: GroupGathering<HostEvidence>
    private var assets: [AssetKind: GradeCounts] = [:]
    private var intruded: [AssetKind: [CountryCode?: UInt64]] = [:]
    /// The group of all foreign threats; `nil` where there are none.
    private let foreign: Int?
    private let naming: ReportNaming
    private var first: FirstHosts
    private var affected = AffectedHosts()

    init(_ table: SourceTable, minimumGrade: Grade, _ naming: ReportNaming = ReportNaming()) {
        (self.table, self.naming) = (table, naming)
        first = FirstHosts(naming.hosts)
        groups = table.sources.flatMap(\.groups)
        groupStarts = table.sources.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.groups.count) }
        self.minimumGrade = minimumGrade
        counts = Array(repeating: ThreatCounts(), count: table.groups.count)
        hostsOfSources = Array(repeating: GradeCounts(), count: table.sources.count)
        ofOneHost = GradeCounts.ofOneHost(minimumGrade: minimumGrade)
        host = GroupGathering(groupCount: table.groups.count) { $0.formUnion($1) }
        foreign = table.groups.firstIndex(of: .place(isDomestic: false))
    }

    /// Whether it has so many groups that one for each thread would take more memory than it saves time.
    var isLarge: Bool { counts.count + hostsOfSources.count > 1 << 18 }

    /// Adds what another one of the same sources counted of other hosts.
    mutating func merge(_ other: GroupTally) {
        for group in counts.indices {
            counts[group].hosts.add(other.counts[group].hosts)
            counts[group].enteredWebsites += other.counts[group].enteredWebsites
        }
        for source in hostsOfSources.indices { hostsOfSources[source].add(other.hostsOfSources[source]) }
        for (asset, hosts) in other.assets { assets[asset, default: GradeCounts()].add(hosts) }
        first.merge(other.first)
        affected.merge(other.affected)
        for (asset, countries) in other.intruded { intruded[asset, default: [:]].merge(countries, uniquingKeysWith: +) }
    }

    /// Counts each origin once in every group that one of its sources is in.
    private mutating func countOrigins() {
        var origin = GroupGathering<Bool>(groupCount: table.groups.count) { $0 = $0 || $1 }
        let order = table.sources.indices.sorted { table.sources[$0].origin < table.sources[$1].origin }
        for (place, index) in order.enumerated() {
            let source = table.sources[index]
            for group in source.groups { origin.add(source.affects, to: group) }
            let isLast = place + 1 == order.count || table.sources[order[place + 1]].origin != source.origin
            guard isLast else { continue }
            for group in origin.groups {
                counts[group].origins += 1
                if origin[group] == true { counts[group].threats += 1 }
            }
            origin.removeAll()
        }
    }

    /// Adds what one source is evidence for on the host that is looked at.
    mutating func add(_ evidence: HostEvidence, of source: UInt32) {
        for place in groupStarts[Int(source)]..<groupStarts[Int(source) + 1] { host.add(evidence, to: groups[place]) }
    }

    /// Counts the host that was looked at.
    /// - Parameter asset: its sector and kind; `nil` where it is in no inventory.
    mutating func closeHost(_ address: IPAddress, _ asset: AssetKind?) {
        if let foreign, let evidence = host[foreign] { name(address, evidence, threats: threatsOfHost) }
        for group in host.groups {
            guard let evidence = host[group] else { continue }
            counts[group].hosts.add(ofOneHost[Int(evidence.bits)])
            if let asset { count(evidence, on: asset, in: group) }
        }
        host.removeAll()
    }

    /// Counts a host of which nothing is known but what one source is evidence for.
    mutating func addHost(
        _ address: IPAddress, _ evidence: HostEvidence, of source: UInt32, _ asset: AssetKind?
    ) {
        if table.sources[Int(source)].isForeignThreat { name(address, evidence, threats: 1) }
        hostsOfSources[Int(source)].add(ofOneHost[Int(evidence.bits)])
        guard let asset else { return }
        for place in groupStarts[Int(source)]..<groupStarts[Int(source) + 1] {
            count(evidence, on: asset, in: groups[place])
        }
    }

    /// How many foreign threats affected the host that is looked at; 0 where no host is named.
    private var threatsOfHost: Int {
        guard naming.hosts > 0 else { return 0 }
        return host.groups.count { group in
            guard case .origin = table.groups[group] else { return false }
            return host[group]?.strongest.map { $0 >= minimumGrade } ?? false
        }
    }

    /// Names an affected host, where hosts are named.
    /// - Parameter threats: how many foreign threats affected it.
    @inline(__always)
    private mutating func name(_ address: IPAddress, _ evidence: HostEvidence, threats: Int) {
        guard naming.hosts > 0 || naming.keepsAll, let grade = evidence.strongest, grade >= minimumGrade else { return }
        if naming.hosts > 0 { first.add(address, grade, UInt32(clamping: threats)) }
        if naming.keepsAll { affected.insert(address) }
    }

    /// What is named beside the counts; to be asked before ``finish(leadingOrigins:)``, and once all is counted.
    var named: NamedInPeriod {
        var named = NamedInPeriod(hosts: first.hosts.map { ($0.address, $0.grade, UInt64($0.number)) })
        guard naming.keepsAll else { return named }
        var counted = self
        counted.countOrigins()
        counted.addHostsOfSources()
        named.threats = counted.leading(.max)
        named.affected = affected
        named.affected.sort()
        return named
    }

    /// Counts the hosts that met one source only in the groups of this.
    private mutating func addHostsOfSources() {
        for (source, hosts) in hostsOfSources.enumerated() {
            for place in groupStarts[source]..<groupStarts[source + 1] { counts[groups[place]].hosts.add(hosts) }
        }
    }

    private mutating func count(_ evidence: HostEvidence, on asset: AssetKind, in group: Int) {
        if group == foreign { assets[asset, default: GradeCounts()].add(evidence, minimumGrade: minimumGrade) }
        guard evidence.contains(.intruded) else { return }
        if asset.kind == AssetKind.website { counts[group].enteredWebsites += 1 }
        if case .country(let country) = table.groups[group] { intruded[asset, default: [:]][country, default: 0] += 1 }
    }

    /// The rows, the largest first.
    consuming func finish(leadingOrigins: Int) -> PeriodCounts {
        countOrigins()
        addHostsOfSources()
        var result = PeriodCounts()
        for (group, counts) in zip(table.groups, counts) { Self.add(group, counts, to: &result) }
        result.countries.sort(by: CountryCount.isBefore)
        result.foreignClasses.sort { $0.threatClass < $1.threatClass }
        result.domesticClasses.sort { $0.threatClass < $1.threatClass }
        result.labels.sort(by: LabelCount.isBefore)
        result.leadingOrigins = leading(leadingOrigins)
        result.assets = assetCounts
        return result
    }

    private static func add(_ group: CountedGroup, _ counts: ThreatCounts, to result: inout PeriodCounts) {
        switch group {
        case .place(isDomestic: false): result.foreign = counts
        case .place(isDomestic: true): result.domestic = counts
        case .country(let country): result.countries.append(CountryCount(country: country, counts: counts))
        case .threatClass(let threatClass, isDomestic: false):
            result.foreignClasses.append(ClassCount(threatClass: threatClass, counts: counts))
        case .threatClass(let threatClass, isDomestic: true):
            result.domesticClasses.append(ClassCount(threatClass: threatClass, counts: counts))
        case .label(let threatClass, let label):
            result.labels.append(LabelCount(threatClass: threatClass, label: label, counts: counts))
        case .origin: break
        }
    }

    private var assetCounts: [AssetCount] {
        assets.sorted { $0.key < $1.key }.map { asset, hosts in
            let entries = (intruded[asset] ?? [:]).map { AssetCount.IntrudedCount(country: $0, hosts: $1) }
            return AssetCount(
                asset: asset, hosts: hosts, intruded: entries.sorted(by: AssetCount.IntrudedCount.isBefore))
        }
    }

    private func leading(_ number: Int) -> [OriginCount] {
        var leading: [(origin: IPAddress, counts: ThreatCounts)] = []
        for (group, counts) in zip(table.groups, counts) {
            if case .origin(let origin) = group, counts.threats > 0 { leading.append((origin, counts)) }
        }
        leading.sort { ($1.counts.hosts.affected, $0.origin) < ($0.counts.hosts.affected, $1.origin) }
        leading.removeSubrange(min(number, leading.count)...)
        let numbers = Dictionary(grouping: table.sources.filter(\.isForeignThreat)) { table.origins[$0.origin] }
        return leading.map { OriginCount($0.origin, $0.counts, numbers[$0.origin] ?? []) }
    }
}

extension OriginCount {
    /// - Parameter sources: the origin under each class and set of labels.
    fileprivate init(_ origin: IPAddress, _ counts: ThreatCounts, _ sources: [ThreatSource]) {
        var traffic = TrafficTotals()
        var ports = PortTally()
        for source in sources {
            traffic.merge(source.traffic)
            ports.merge(source.ports)
        }
        self.init(
            origin: origin, country: sources.first?.country, classes: Set(sources.map(\.threatClass)).sorted(),
            labels: distinctLabels(sources.flatMap(\.labels)), hosts: counts.hosts,
            enteredWebsites: counts.enteredWebsites, traffic: traffic, ports: ports.leading,
            hasManyPorts: ports.isOverfull)
    }
}

extension ThreatCounts {
    /// Whether a row comes before another by its numbers; `nil` where they are the same.
    fileprivate func isLarger(than other: ThreatCounts) -> Bool? {
        let (mine, others) = (
            (hosts.affected, threats, hosts.hosts), (other.hosts.affected, other.threats, other.hosts.hosts)
        )
        return mine == others ? nil : mine > others
    }
}

extension CountryCount {
    fileprivate static func isBefore(_ left: Self, _ right: Self) -> Bool {
        guard let country = left.country, let other = right.country else {
            return left.country != nil && right.country == nil
        }
        return left.counts.isLarger(than: right.counts) ?? (country < other)
    }
}

extension LabelCount {
    fileprivate static func isBefore(_ left: Self, _ right: Self) -> Bool {
        if left.threatClass != right.threatClass { return left.threatClass < right.threatClass }
        if let isLarger = left.counts.isLarger(than: right.counts) { return isLarger }
        return (left.label ?? "").utf8.lexicographicallyPrecedes((right.label ?? "").utf8)
    }
}

extension AssetCount.IntrudedCount {
    fileprivate static func isBefore(_ left: Self, _ right: Self) -> Bool {
        if left.hosts != right.hosts { return left.hosts > right.hosts }
        guard let country = left.country, let other = right.country else {
            return left.country != nil && right.country == nil
        }
        return country < other
    }
}
