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
    private var truth: Truth
    private var random: SeededGenerator
    private var traffic = HourOfTraffic()
    private let background: Background
    private let encoder: CaptureEncoder

    /// - Throws: what figure of the plan cannot be.
    package init(_ plan: TrafficPlan, seed: UInt64, encoder: CaptureEncoder) throws(TrafficPlanProblem) {
        try plan.check()
        self.plan = plan
        self.seed = seed
        self.encoder = encoder
        hours = try plan.hours
        let calendar = ActiveHours(count: hours.count, firstHourOfDay: Int(hours.lowerBound % 24))
        random = SeededGenerator(seed: seed)
        population = try Population(plan, calendar, seed: random.next())
        schedule = Schedule(population.origins, hours: hours.count)
        background = Background(
            population, internalNetworks: try plan.internalNetworks, shares: calendar.shares(of: plan.background),
            ipv6: plan.ipv6)
        truth = Truth(plan, population)
    }

    /// What the rows of the truth begin with.
    package static var rowsHeader: String { TruthRow.header }

    /// Appends an hour's records to a capture, and its rows to the truth. Hours are asked for in order.
    package mutating func write(_ hour: Hour, to capture: inout [UInt8], rows: inout [UInt8]) {
        let number = Int(hour.index - hours.lowerBound)
        let date = SimulatedDate(hour, from: Hour(index: hours.lowerBound))
        traffic.removeAll()
        for entry in schedule.entries(in: number) {
            let origin = population.origins[Int(entry.origin)]
            let row = addContacts(of: origin, slot: Int(entry.slot), in: date)
            guard row.hosts.hosts > 0 else { continue }
            truth.add(row, of: origin)
            row.write(
                hour, origin.address, country: plan.countries[origin.country].country,
                population.listings[origin.listing], to: &rows)
        }
        background.add(number, to: &traffic, &truth.capture, &random)
        traffic.write(hour, encoder, to: &capture)
    }

    /// What is true of the hours that were written.
    package var statement: TruthStatement { truth.statement(seed: seed, firstHour: Hour(index: hours.lowerBound)) }

    /// Lets an origin meet its hosts of one of its active hours.
    private mutating func addContacts(of origin: SimulatedOrigin, slot: Int, in date: SimulatedDate) -> TruthRow {
        var row = TruthRow()
        origin.reach.forEachHost(in: slot, of: origin.hours.count) { host in
            var contact = Contact(of: origin, plan.grades, &random)
            let address = population.hosts.address(of: host)
            var overIPv6 = false
            if case .v6 = address { overIPv6 = true }
            row.hosts.add(contact.script.outcome)
            truth.note(host, of: origin, contact.script.outcome, in: date)
            for _ in 0..<contact.repetitions {
                traffic.add(
                    contact.script, host: Endpoint(address: address, port: contact.hostPort),
                    origin: Endpoint(address: origin.address, port: contact.originPort), from: contact.start, &random)
                row.flows += contact.script.flows
                row.packets += UInt64(contact.script.steps.count)
                row.bytes += contact.script.length(overIPv6: overIPv6)
                contact.goOn()
            }
        }
        return row
    }
}
