import Testing

@testable import TrafficSimulation

@Suite("A traffic plan")
struct TrafficPlanTests {
    private func problem(_ change: (inout TrafficPlan) -> Void) -> String? {
        var plan = TrafficPlan.campus
        change(&plan)
        do {
            _ = try Simulation(plan, seed: 1, encoder: CaptureEncoder(.pcap, snapLength: 96))
            return nil
        } catch {
            return error.description
        }
    }

    @Test("that is built in is in order, divided by whatever number", arguments: [1, 2, 3, 10, 100, 1_000, 9_999])
    func builtIn(divisor: Int) throws {
        for (name, plan) in TrafficPlan.builtIn {
            let plan = try plan.divided(by: divisor)
            #expect(throws: Never.self, "\(name)") { try plan.check() }
        }
    }

    @Test("is refused with the figure that cannot be")
    func refusals() {
        let changes: [(String, (inout TrafficPlan) -> Void)] = [
            ("from", { $0.from = "soon" }), ("from", { $0.from = "2013-05-30T00:30" }),
            ("to", { $0.to = "2013-05-30" }),
            ("to", { $0.to = "2040" }), ("hosts", { $0.hosts = 100 }), ("hosts", { $0.hosts = 1_000 }),
            ("hosts", { $0.hosts = -1 }), ("internal", { $0.internal = ["10.0.0.0/23"] }),
            ("internal", { $0.internal = ["10.0.0.0/8"] }), ("internal", { $0.internal = ["nowhere"] }),
            ("internal", { $0.internal = ["10.0.0.0/8", "11.0.0.0/8"] }), ("internal", { $0.internal = ["0.0.0.0/0"] }),
            ("countries", { $0.countries = [] }), ("countries", { $0.countries[0].origins = 0 }),
            ("countries", { $0.countries[0].country = "Usa" }), ("countries", { $0.countries[1].country = "US" }),
            ("countries", { $0.countries[0].hosts = 3 }), ("assets", { $0.assets[0].from["XX"] = 1 }),
            ("assets", { $0.assets[0].intruded = 30 }), ("assets", { $0.assets[0].listed = 3 }),
            ("assets", { $0.assets[0].sector = "a,b" }), ("labels", { $0.labels[0].class = "evil" }),
            ("labels", { $0.labels[0].label = "=1+1" }), ("labels", { $0.labels = [] }),
            ("scanners", { $0.scanners.probes = 3 }), ("scanners", { $0.scanners.probes = 60_000 }),
            ("grades", { $0.grades = TrafficPlan.GradeMix(attempted: 0, answered: 0, exchanged: 0) }),
            ("ipv6", { $0.ipv6 = 101 }), ("activeHours", { $0.activeHours = 0 }),
            ("background", { $0.background = .max }), ("attacks.crawlers", { $0.attacks?.crawlers = -1 }),
            ("attacks.decoys", { $0.attacks?.decoys = 1 << 25 }), ("attacks.origins", { $0.attacks?.origins = .min }),
            ("attacks.crawlers", { $0.assets[0].kind = "printer" }),
        ]
        for (number, (figure, change)) in changes.enumerated() {
            let problem = problem(change)
            #expect(problem?.hasPrefix(figure) == true, "\(number): \(problem ?? "taken")")
        }
    }

    @Test("of all IPv4 and one of all IPv6 can be", arguments: [0, 100])
    func versions(share: Int) throws {
        #expect(problem { $0.ipv6 = share } == nil)
    }
}
