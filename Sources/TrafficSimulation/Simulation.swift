package import NetworkTypes

/// The traffic of a whole network, made from a plan hour by hour: packets, and the exact truth about them.
///
/// Memory is what the hosts and the largest hour take. The same plan and seed give the same bytes.
package struct Simulation {
    package let plan: TrafficPlan
    package let hours: Range<Int32>
    private let seed: UInt64
    let population: Population
    private let schedule: Schedule
    private let attacks: AttackSchedule
    private var disguises = DisguiseQueue()
    private var truth: Truth
    private var random: SeededGenerator
    private var traffic: HourOfTraffic
    private let background: Background
    private let encoder: CaptureEncoder
    /// Writes flow logs in place of captures; `nil` for captures.
    private var logs: FlowLogEncoder?

    /// - Parameter log: the flow log that is written in place of a capture. Attacks are made of packets that no log states, and
    ///   are left out of it.
    /// - Throws: what figure of the plan cannot be.
    package init(
        _ plan: TrafficPlan, seed: UInt64, encoder: CaptureEncoder, as log: SimulatedLog? = nil
    ) throws(TrafficPlanProblem) {
        var plan = plan
        if log != nil { plan.attacks = nil }
        try plan.check()
        self.plan = plan
        self.seed = seed
        self.encoder = encoder
        hours = try plan.hours
        let firstHour = hours.lowerBound
        logs = log.map { FlowLogEncoder($0, start: Int64(firstHour) * 3_600) }
        let calendar = ActiveHours(count: hours.count, firstHourOfDay: Int(hours.lowerBound % 24))
        random = SeededGenerator(seed: seed)
        population = try Population(plan, calendar, seed: random.next())
        schedule = Schedule(population.origins, hours: hours.count)
        attacks = AttackSchedule(plan.attacks, schedule, population, seed: random.next())
        let outsiders = Outsiders(population, internalNetworks: try plan.internalNetworks)
        traffic = HourOfTraffic(outsiders)
        background = Background(
            population, outsiders, shares: calendar.shares(of: plan.background), ipv6: plan.ipv6)
        truth = Truth(plan, population)
    }

    /// What the rows of the truth begin with.
    package static var rowsHeader: String { TruthRow.header }

    /// What each file begins with.
    package var fileHeader: [UInt8] { logs?.header ?? encoder.header }

    /// Appends an hour's records to a capture or log, and its rows to the truth. The hours are called in order.
    package mutating func write(_ hour: Hour, to capture: inout [UInt8], rows: inout [UInt8]) {
        let number = Int(hour.index - hours.lowerBound)
        let date = SimulatedDate(hour, from: Hour(index: hours.lowerBound))
        traffic.removeAll()
        let entries = schedule.entries(in: number)
        for (place, entry) in zip(entries.indices, entries) {
            let origin = population.origins[Int(entry.origin)]
            let row = addContacts(of: entry, attacks.kinds(of: place), in: date)
            truth.add(row, of: origin)
            guard row.hosts.hosts > 0 else { continue }
            row.write(
                hour, origin.address, country: plan.countries[origin.country].country,
                population.listings[origin.listing], to: &rows)
        }
        background.add(number, to: &traffic, &truth.capture, &random)
        guard logs != nil else { return traffic.write(hour, encoder, to: &capture) }
        logs?.write(traffic.flows(of: hour), to: &capture)
    }

    /// What is true of the hours that were written.
    package var statement: TruthStatement { truth.statement(seed: seed, firstHour: Hour(index: hours.lowerBound)) }

    /// Lets an origin meet its hosts of one of its active hours, and some by attacks.
    private mutating func addContacts(
        of entry: Schedule.Entry, _ kinds: ArraySlice<AttackKind>, in date: SimulatedDate
    ) -> TruthRow {
        let place = Int(entry.origin)
        let origin = population.origins[place]
        let threatClass = population.listings[origin.listing].threatClass
        var row = TruthRow()
        var attacked = addAttacks(kinds, of: place, in: date, &row)
        origin.reach.forEachHost(in: Int(entry.slot), of: origin.hours.count) { host in
            let disguise = disguises.next(to: origin, listedAs: threatClass)
            if let disguise { truth.note(disguise == .decoy ? .decoy : .firstPacket) }
            let contact = Contact(of: origin, plan.grades, disguise, &random)
            let outcome = logs?.log.outcome(of: contact.script) ?? contact.script.outcome
            truth.note(host, of: place, outcome, in: date)
            row.hosts.add(outcome.union(attacked.removeValue(forKey: host) ?? []))
            add(contact, of: host, with: origin, &row)
        }
        for outcome in attacked.values { row.hosts.add(outcome) }
        return row
    }

    /// Lets an origin attack hosts, each once in an hour.
    /// - Returns: what is known of each host by that.
    private mutating func addAttacks(
        _ kinds: ArraySlice<AttackKind>, of place: Int, in date: SimulatedDate, _ row: inout TruthRow
    ) -> [Int: Outcome] {
        let origin = population.origins[place]
        var attacked: [Int: Outcome] = [:]
        for kind in kinds {
            if let disguise = Disguise(kind, of: origin, &random) {
                disguises.add(disguise)
                continue
            }
            guard let host = target(of: kind, by: origin, attacked) else { continue }
            let contact = Contact(kind, from: origin, &random)
            truth.note(kind)
            truth.note(host, of: place, contact.script.outcome, in: date)
            attacked[host] = contact.script.outcome
            add(contact, of: host, with: origin, &row)
        }
        return attacked
    }

    /// A host that was not attacked yet in the hour; `nil` where none was found.
    private mutating func target(
        of kind: AttackKind, by origin: SimulatedOrigin, _ attacked: [Int: Outcome]
    ) -> Int? {
        for _ in 0..<Self.targetTries {
            let host =
                kind == .crawler
                ? population.websites.randomElement(using: &random)
                : (origin.isIPv6 ? population.hosts.called6 : population.hosts.all4).randomElement(using: &random)
            if let host, attacked[host] == nil { return host }
        }
        return nil
    }

    private static let targetTries = 16

    /// Adds the packets of a contact to the hour, and to its row.
    private mutating func add(
        _ contact: Contact, of host: Int, with origin: SimulatedOrigin, _ row: inout TruthRow
    ) {
        var contact = contact
        let address = population.hosts.address(of: host)
        for _ in 0..<contact.repetitions {
            traffic.add(
                contact.script, host: Endpoint(address: address, port: contact.hostPort),
                origin: Endpoint(address: origin.address, port: contact.originPort), from: contact.start, &random)
            row.flows += contact.script.flows
            row.packets += contact.script.packets
            row.leftOut += contact.script.leftOut
            row.bytes += contact.script.length(overIPv6: origin.isIPv6)
            contact.goOn()
        }
    }
}
