import CensusModel
import NetworkTypes

extension TrafficPlan {
    /// The hours from the first to the last.
    package var hours: Range<Int32> {
        get throws(TrafficPlanProblem) {
            let (first, last) = (try Self.hour(from, named: "from"), try Self.hour(to, named: "to"))
            guard first < last else { throw TrafficPlanProblem("to: is no later than from") }
            guard last - first <= Self.mostHours else { throw TrafficPlanProblem("to: is more than 20 years later") }
            return first..<last
        }
    }

    private static func hour(_ text: String, named name: String) throws(TrafficPlanProblem) -> Int32 {
        guard let time = Timestamp(parsing: text), time.nanoseconds >= 0 else {
            throw TrafficPlanProblem("\(name): '\(text)' is not a time since 1970")
        }
        let hour = Hour(containing: time)
        guard Int64(hour.index) * Hour.nanoseconds == time.nanoseconds else {
            throw TrafficPlanProblem("\(name): '\(text)' is not a whole hour")
        }
        // A classic capture counts seconds in 32 bits.
        guard hour.startSeconds <= Int64(UInt32.max) else {
            throw TrafficPlanProblem("\(name): '\(text)' is later than a capture can say, which is February 2106")
        }
        return hour.index
    }

    var internalNetworks: PrefixSet {
        get throws(TrafficPlanProblem) {
            var prefixes: [IPPrefix] = []
            for text in `internal` {
                guard let prefix = IPPrefix.parse(text.utf8)?.prefix else {
                    throw TrafficPlanProblem("internal: '\(text)' is not a network")
                }
                prefixes.append(prefix)
            }
            return PrefixSet(prefixes)
        }
    }

    /// Finds what figure of the plan cannot be, by itself or beside others.
    func check() throws(TrafficPlanProblem) {
        _ = try hours
        try checkBounds()
        try checkLabels()
        try checkCountries()
        try checkAssets()
        try checkAttacks()
    }

    /// Finds a number that is negative, or so large that sums of such numbers could not be said.
    func checkFigures() throws(TrafficPlanProblem) {
        var figures = [
            ("hosts", hosts), ("bystanders", bystanders), ("silent", silent), ("background", background),
            ("scanners.origins", scanners.origins), ("scanners.probes", scanners.probes),
        ]
        figures += attacks?.figures.map { ($0.name, $0.figure) } ?? []
        figures += countries.flatMap { country in
            let name = "countries: '\(country.country)'"
            return [("\(name): origins", country.origins), ("\(name): hosts", country.hosts)]
        }
        figures += assets.flatMap { group in
            let name = "assets: \(group.sector) \(group.kind)"
            return [("\(name): listed", group.listed), ("\(name): intruded", group.intruded)]
                + group.from.sorted { $0.key < $1.key }.map { ("\(name): from '\($0.key)'", $0.value) }
        }
        for (name, figure) in figures {
            try require((0...Self.mostBeforeDivision).contains(figure), "\(name): \(figure) is not from 0 to 2^40")
        }
    }

    /// More hosts or packets than any network has in a year, and so few that a million of such figures add up.
    private static let mostBeforeDivision = 1 << 40

    private func require(_ holds: Bool, _ problem: @autoclosure () -> String) throws(TrafficPlanProblem) {
        guard holds else { throw TrafficPlanProblem(problem()) }
    }

    private static let mostHours: Int32 = 20 * 366 * 24
    /// Hosts are numbered with 31 bits; no packet number needs more.
    private static let mostOfAnything = 1 << 30

    private func checkBounds() throws(TrafficPlanProblem) {
        let figures = [
            ("hosts", hosts), ("bystanders", bystanders), ("silent", silent), ("background", background),
            ("scanners.origins", scanners.origins), ("scanners.probes", scanners.probes),
            ("grades.attempted", grades.attempted), ("grades.answered", grades.answered),
            ("grades.exchanged", grades.exchanged),
        ]
        for (name, figure) in figures {
            try require((0...Self.mostOfAnything).contains(figure), "\(name): \(figure) is not from 0 to 2^30")
        }
        try require((0...100).contains(ipv6), "ipv6: \(ipv6) is not from 0 to 100")
        try require((1...100_000).contains(activeHours), "activeHours: \(activeHours) is not from 1 to 100000")
        try require(grades.sum > 0, "grades: all are 0")
        try require(
            scanners.origins <= scanners.probes, "scanners: \(scanners.origins) origins send \(scanners.probes) probes")
    }

    private func checkLabels() throws(TrafficPlanProblem) {
        try require(labels.contains { $0.share > 0 }, "labels: no share is above 0")
        for label in labels {
            try require(
                Self.isPlain(label.label), "labels: '\(label.label)' is not of letters, digits, dots and dashes")
            let isThreat = ThreatClass(name: label.class).map { $0 != .sinkhole && $0 != .scanner } ?? false
            try require(isThreat, "labels: '\(label.class)' is not a class whose origins affect hosts")
            try require((0...Self.mostOfAnything).contains(label.share), "labels: a share of \(label.share)")
        }
    }

    private func checkCountries() throws(TrafficPlanProblem) {
        try require(!countries.isEmpty, "countries: there are none")
        try require(Set(countries.map(\.country)).count == countries.count, "countries: one of them comes twice")
        for country in countries {
            let name = "countries: '\(country.country)'"
            try require(
                country.country.isEmpty || Self.isCountry(country.country), "\(name) is not a code of two letters")
            try require((1...2_000_000).contains(country.origins), "\(name): \(country.origins) origins")
            let entered = intrusions(from: country.country)
            try require(
                (max(1, entered)...Self.mostOfAnything).contains(country.hosts),
                "\(name): \(country.hosts) hosts, with \(entered) entered assets among them")
            try require(
                entered == 0 || entered == country.hosts || country.origins > 1,
                "\(name): one origin, where a back door and a controller are two")
            try require(
                entered < country.hosts || country.origins <= entered,
                "\(name): \(country.origins) back doors for \(entered) assets")
        }
        let called = foreignCountries.map { $0.hosts - intrusions(from: $0.country) }
        let distinct = hosts - assets.reduce(0) { $0 + $1.intruded }
        try require(
            ((called.max() ?? 0)...called.reduce(0, +)).contains(distinct),
            "hosts: \(hosts) are fewer than one country's, or more than the countries' together")
    }

    private func checkAssets() throws(TrafficPlanProblem) {
        let known = Set(countries.map(\.country))
        for group in assets {
            let name = "assets: \(group.sector) \(group.kind)"
            try require(Self.isPlain(group.kind) && Self.isPlain(group.sector), "\(name): no plain words")
            try require((0...1_000_000).contains(group.listed), "\(name): \(group.listed) listed")
            let unknown = group.from.keys.filter { !known.contains($0) }.min()
            try require(unknown == nil, "\(name): '\(unknown ?? "")' is not among the countries")
            try require(group.from.values.allSatisfy { $0 >= 1 }, "\(name): a number below 1")
            let foreign = group.from.filter { $0.key != home || $0.key.isEmpty }.values
            try require(
                ((foreign.max() ?? 0)...foreign.reduce(0, +)).contains(group.intruded),
                "\(name): \(group.intruded) intruded are fewer than one country's, or more than the countries' together"
            )
            try require(
                max(group.intruded, group.from.values.max() ?? 0) <= group.listed, "\(name): \(group.listed) listed")
        }
    }

    private func checkAttacks() throws(TrafficPlanProblem) {
        guard let attacks else { return }
        for (name, figure) in attacks.figures {
            try require((0...Self.mostOfAttacks).contains(figure), "\(name): \(figure) is not from 0 to 2^24")
        }
        let hasWebsites = assets.contains { $0.kind == TrafficPlan.website && $0.listed > 0 }
        try require(
            attacks.crawlers == 0 || hasWebsites, "attacks.crawlers: \(attacks.crawlers), and no website is listed")
    }

    /// Each takes a few bytes of memory from the beginning on.
    private static let mostOfAttacks = 1 << 24
    /// The kind of asset that crawlers visit.
    static let website = "website"

    private static func isCountry(_ text: String) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    /// Letters, digits, dots, dashes and blanks: what needs no quotes in any file.
    private static func isPlain(_ text: String) -> Bool {
        let others = "0123456789.- ".unicodeScalars
        return !text.isEmpty
            && text.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || others.contains($0)) }
    }
}

extension TrafficPlan.GradeMix {
    var sum: Int { attempted + answered + exchanged }
}
