package import CensusModel
package import HourlyRollup
package import NetworkTypes

/// Which flows rows are made of. Of several values of one kind one has to hold; different things hold together.
package struct FlowSelection: Equatable, Sendable {
    /// Empty for every origin.
    package var origins: [IPPrefix] = []
    /// Empty for every host.
    package var hosts: [IPPrefix] = []
    /// Ports, of which a flow has one at either end; empty for every port.
    package var ports: Set<UInt16> = []
    /// Empty for every class.
    package var classes: Set<ThreatClass> = []
    /// Labels in any case, of which a flow has one, and an empty one for flows without any; empty for every label.
    package var labels: [String] = []
    /// Countries of origins, `nil` for those of which none is known; empty for every country.
    package var countries: Set<CountryCode?> = []
    /// Empty for every grade.
    package var grades: Set<Grade> = []
    /// From which grade on; `nil` for every grade.
    package var minimumGrade: Grade?

    package init() {}
}

/// A selection made ready to be asked of many flows.
struct FlowChoice: Sendable {
    private let selection: FlowSelection
    private let origins: PrefixSet?
    private let hosts: PrefixSet?
    private let labels: Set<String>
    private let isEverything: Bool
    private let country: @Sendable (IPAddress) -> CountryCode?

    /// - Parameter country: the country of an origin, where it is known.
    init(_ selection: FlowSelection, country: @escaping @Sendable (IPAddress) -> CountryCode?) {
        self.selection = selection
        self.country = country
        origins = selection.origins.isEmpty ? nil : PrefixSet(selection.origins)
        hosts = selection.hosts.isEmpty ? nil : PrefixSet(selection.hosts)
        labels = Set(selection.labels.map { $0.lowercased() })
        isEverything = selection == FlowSelection()
    }

    /// What is read from a source: all that is chosen, and what decides who began it.
    ///
    /// That is what one 5-tuple showed in whatever class, and fragments take the flows between the same ends, so that only the
    /// ends can be read.
    func filter(hours: HourRange) -> FlowFilter {
        var filter = FlowFilter(hours: hours)
        filter.origins = Self.span(selection.origins)
        filter.hosts = Self.span(selection.hosts)
        (filter.namedOrigins, filter.namedHosts) = (Self.names(selection.origins), Self.names(selection.hosts))
        return filter
    }

    /// Several addresses, where no prefix holds more than one.
    private static func names(_ prefixes: [IPPrefix]) -> AddressSet? {
        guard prefixes.count > 1, prefixes.allSatisfy({ $0 == IPPrefix($0.address) }) else { return nil }
        return AddressSet(Set(prefixes.map(\.address)))
    }

    /// From the first address of some prefixes to the last.
    private static func span(_ prefixes: [IPPrefix]) -> ClosedRange<IPAddress>? {
        guard let first = prefixes.map(\.address).min(), let last = prefixes.map(\.lastAddress).max() else {
            return nil
        }
        return first...last
    }

    func holds(_ flow: JudgedFlow) -> Bool {
        if isEverything { return true }
        let key = flow.key
        return origins?.contains(key.origin) ?? true && hosts?.contains(key.host) ?? true
            && Self.holds(selection.ports) { $0.contains(key.hostPort) || $0.contains(key.originPort) }
            && Self.holds(selection.classes) { $0.contains(key.threatClass) }
            && Self.holds(selection.grades) { $0.contains(flow.grade) }
            && selection.minimumGrade.map { flow.grade >= $0 } ?? true
            && Self.holds(selection.countries) { $0.contains(country(key.origin)) }
            && (labels.isEmpty || holds(flow.labels))
    }

    private static func holds<Value>(_ values: Set<Value>, _ isChosen: (Set<Value>) -> Bool) -> Bool {
        values.isEmpty || isChosen(values)
    }

    /// Whether what is chosen are whole rows of a grouping, so that rows without their flows can be chosen, too.
    func choosesWholeRows(by grouping: Grouping) -> Bool {
        var rest = selection
        rest.classes = []
        if grouping.keepsOrigin { rest.origins = [] }
        if grouping.keepsOrigin || grouping.keepsCountry { rest.countries = [] }
        return rest == FlowSelection()
    }

    /// Whether a row is chosen, of a grouping whose whole rows are.
    func holds(_ row: HourlyCount) -> Bool {
        row.origin.map { origins?.contains($0) ?? true } ?? true
            && Self.holds(selection.classes) { row.threatClass.map($0.contains) ?? true }
            && Self.holds(selection.countries) { $0.contains(row.origin.map(country) ?? row.country) }
    }

    /// Whether one of the labels is chosen, or none where there is none.
    func holds(_ labels: [String]) -> Bool {
        guard !self.labels.isEmpty else { return true }
        return labels.isEmpty ? self.labels.contains("") : labels.contains { self.labels.contains($0.lowercased()) }
    }
}

extension IPPrefix {
    fileprivate var lastAddress: IPAddress {
        switch address {
        case .v4(let first): .v4(IPv4Address(rawValue: IPPrefix.bounds(first, length: length).upperBound))
        case .v6(let first): .v6(IPv6Address(rawValue: IPPrefix.bounds(first, length: length).upperBound))
        }
    }
}
