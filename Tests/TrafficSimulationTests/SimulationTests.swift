import NetworkTypes
import Testing

@testable import TrafficSimulation

@Suite("A simulation")
struct SimulationTests {
    /// The capture, the rows and the statement of a plan.
    private func made(
        _ plan: TrafficPlan, seed: UInt64 = 1, _ format: CaptureEncoder.Format = .pcap
    ) throws -> (capture: [UInt8], rows: [UInt8], statement: TruthStatement) {
        var simulation = try Simulation(plan, seed: seed, encoder: CaptureEncoder(format, snapLength: 96))
        var (capture, rows): ([UInt8], [UInt8]) = ([], [])
        for hour in simulation.hours { simulation.write(Hour(index: hour), to: &capture, rows: &rows) }
        return (capture, rows, simulation.statement)
    }

    @Test("is the same bytes for the same seed, and others for another")
    func deterministic() throws {
        let (one, other) = (try made(.campus), try made(.campus))
        #expect(one.capture == other.capture)
        #expect(one.rows == other.rows)
        #expect(one.statement == other.statement)
        #expect(try made(.campus, seed: 2).capture != one.capture)
    }

    @Test("has the figures of its plan", arguments: ["campus", "headline"])
    func figures(name: String) throws {
        let plan = try #require(TrafficPlan.builtIn.first { $0.name == name }?.plan).divided(
            by: name == "campus" ? 1 : 500)
        let statement = try made(plan).statement
        let foreign = plan.countries.filter { $0.country != plan.home }
        #expect(statement.foreign.hosts.affected == plan.hosts)
        #expect(statement.foreign.threats == foreign.reduce(0) { $0 + $1.origins })
        for (country, truth) in zip(plan.countries, statement.countries) {
            #expect(truth.country == country.country)
            #expect(truth.truth.hosts.affected == country.hosts, "\(country)")
            #expect(truth.truth.threats == country.origins, "\(country)")
        }
        for (group, truth) in zip(plan.assets, statement.assets) {
            #expect(truth.intruded == group.intruded)
            #expect(truth.from == group.from.filter { $0.key != plan.home })
        }
        let capture = statement.capture
        #expect(capture.packets - capture.matched - capture.tunnelForeign == UInt64(plan.background))
        let attacks = try #require(plan.attacks)
        for (kind, truth) in zip(AttackKind.allCases, try #require(statement.attacks)) {
            let asked = attacks[keyPath: kind.figure]
            // Of the few websites of a small plan each is visited once an hour by an origin.
            #expect((asked / 2...asked).contains(truth.contacts), "\(kind.name): \(truth.contacts) of \(asked)")
        }
    }

    @Test("without attacks serves nobody, and has nothing to leave out")
    func withoutAttacks() throws {
        var plan = TrafficPlan.campus
        plan.attacks = nil
        let statement = try made(plan).statement
        #expect(statement.attacks == nil)
        #expect(statement.foreign.hosts.served == 0)
        #expect(statement.capture.tunnelForeign == 0)
        #expect(statement.foreign.hosts.affected == plan.hosts)
    }

    @Test("of the headline has one attack in twenty contacts, from listed origins that affect hosts too")
    func share() throws {
        let plan = try TrafficPlan.headline.divided(by: 100)
        let statement = try made(plan).statement
        let attacks = try #require(statement.attacks).reduce(0) { $0 + $1.contacts }
        let flows = Int(statement.capture.flows)
        #expect((flows * 4 / 100...flows * 6 / 100).contains(attacks), "\(attacks) of \(flows)")
        #expect(statement.domestic.hosts.served > 0)
    }

    @Test("says the distinct hosts of the whole, of which several countries reach some")
    func overlap() throws {
        let statement = try made(.campus).statement
        let sum = statement.countries.filter { $0.country != "CN" }.reduce(0) { $0 + $1.truth.hosts.affected }
        #expect(sum > statement.foreign.hosts.affected)
        #expect(statement.days.count == 2)
        #expect(statement.days.allSatisfy { $0.affected < statement.foreign.hosts.affected })
    }

    @Test("gives every host an address of its own, within the internal networks")
    func addresses() throws {
        let simulation = try Simulation(.campus, seed: 1, encoder: CaptureEncoder(.pcap, snapLength: 96))
        let hosts = simulation.population.hosts
        let addresses = (0..<hosts.count).map(hosts.address)
        let networks = try TrafficPlan.campus.internalNetworks
        #expect(Set(addresses).count == addresses.count)
        #expect(addresses.allSatisfy { networks.contains($0) })
    }
}
