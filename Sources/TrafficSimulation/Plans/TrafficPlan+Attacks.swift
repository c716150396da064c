extension TrafficPlan {
    /// Attacks on the count, and contacts that look like infections and are not: how many of each there are.
    ///
    /// One half comes from origins that do nothing else, the other from, or in the name of, the countries' controllers.
    /// They add nothing to the hosts that are affected, and hide none.
    package struct Attacks: Codable, Equatable, Sendable {
        /// Listed addresses abroad that do nothing but this.
        package var origins: Int
        /// Answers and errors that nobody asked for, from servers that are flooded in the hosts' names.
        package var backscatter: Int
        /// Tunnels from outside in which packets of hosts travel.
        package var forgedTunnels: Int
        /// Calls of bots behind the headers of a tunnel that leads elsewhere; they take the place of other calls.
        package var decoys: Int
        /// Forged packets in front of calls of bots, which take the place of other calls, and in front of hosts' answers.
        package var firstPackets: Int
        /// Visits to websites of the inventory.
        package var crawlers: Int
        /// Connections in which passwords are tried.
        package var bruteForce: Int
        /// Datagrams to servers in the name of a listed address, which the servers answer.
        package var reflections: Int
        /// Answers of servers whose questions took another way.
        package var answersAlone: Int

        /// How many contacts there are of all kinds.
        var sum: Int { AttackKind.allCases.reduce(0) { $0 + self[keyPath: $1.figure] } }

        /// All figures, by the names that a plan has for them.
        var figures: [(name: String, figure: Int)] {
            [("attacks.origins", origins)]
                + AttackKind.allCases.map { ("attacks.\($0.name)", self[keyPath: $0.figure]) }
        }

        /// The same with every figure changed.
        func mapped(_ change: (Int) -> Int) -> Attacks {
            Attacks(
                origins: change(origins), backscatter: change(backscatter), forgedTunnels: change(forgedTunnels),
                decoys: change(decoys), firstPackets: change(firstPackets), crawlers: change(crawlers),
                bruteForce: change(bruteForce), reflections: change(reflections), answersAlone: change(answersAlone))
        }
    }
}
