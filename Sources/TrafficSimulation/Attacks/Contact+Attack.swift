extension Contact {
    /// Draws what happens in an attack.
    init(_ kind: AttackKind, from origin: SimulatedOrigin, _ random: inout SeededGenerator) {
        let scripts = kind.scripts(from: origin)
        let script = scripts[Int(random.next() % UInt64(scripts.count))]
        self.init(script, ports: kind.ports(of: origin, script, &random), &random)
    }
}
