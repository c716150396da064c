/// Which attacks come in which of the origins' active hours.
struct AttackSchedule {
    private var kinds: [AttackKind] = []
    /// Where the attacks of each entry of the schedule begin, and at the end where the last ones end; empty without attacks.
    private var starts: [Int32] = []

    /// Draws the hours. One half comes from origins that do nothing else, the other from controllers.
    init(_ attacks: TrafficPlan.Attacks?, _ schedule: Schedule, _ population: Population, seed: UInt64) {
        guard let attacks else { return }
        var draw = AttackDraw(schedule, population, seed: seed)
        var drawn: [(entry: Int, kind: AttackKind)] = []
        for kind in AttackKind.allCases {
            for _ in 0..<attacks[keyPath: kind.figure] {
                if let entry = draw.entry(for: kind) { drawn.append((entry, kind)) }
            }
        }
        sort(drawn, entries: schedule.entries.count)
    }

    private mutating func sort(_ drawn: [(entry: Int, kind: AttackKind)], entries: Int) {
        starts = [Int32](repeating: 0, count: entries + 1)
        for (entry, _) in drawn { starts[entry + 1] += 1 }
        for entry in 0..<entries { starts[entry + 1] += starts[entry] }
        var next = starts
        kinds = [AttackKind](repeating: .backscatter, count: drawn.count)
        for (entry, kind) in drawn {
            kinds[Int(next[entry])] = kind
            next[entry] += 1
        }
    }

    /// The attacks of an entry, a place in all entries of the schedule.
    func kinds(of entry: Int) -> ArraySlice<AttackKind> {
        starts.isEmpty ? [] : kinds[Int(starts[entry])..<Int(starts[entry + 1])]
    }
}

/// Draws active hours of origins that can do what is planned.
private struct AttackDraw {
    private let schedule: Schedule
    private let population: Population
    private var random: SeededGenerator
    /// Entries of origins that do nothing else, and of those that hosts call.
    private var (attackers, controllers): ([Int], [Int]) = ([], [])

    /// So often an hour is drawn until its origin can do it.
    private static let tries = 256

    init(_ schedule: Schedule, _ population: Population, seed: UInt64) {
        self.schedule = schedule
        self.population = population
        random = SeededGenerator(seed: seed)
        for (place, entry) in schedule.entries.enumerated() {
            switch population.origins[Int(entry.origin)].role {
            case .attacker: attackers.append(place)
            case .controller: controllers.append(place)
            case .backDoor, .scanner: break
            }
        }
    }

    mutating func entry(for kind: AttackKind) -> Int? {
        for _ in 0..<Self.tries {
            let isAttacker = kind != .decoy && !attackers.isEmpty && random.next() % 2 == 0
            guard let place = (isAttacker ? attackers : controllers).randomElement(using: &random) else { return nil }
            let origin = population.origins[Int(schedule.entries[place].origin)]
            let threatClass = population.listings[origin.listing].threatClass
            if kind.isPossible(from: origin, listedAs: threatClass) { return place }
        }
        return nil
    }
}
