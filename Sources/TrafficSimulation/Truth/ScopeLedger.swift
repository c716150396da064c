/// What is true of some origins together.
struct ScopeLedger {
    private var truth = TruthStatement.Scope()
    private var hosts: HostLedger

    init(hosts: Int) {
        self.hosts = HostLedger(hosts: hosts)
    }

    mutating func addOrigin() { truth.origins += 1 }
    mutating func addThreat() { truth.threats += 1 }

    mutating func note(_ host: Int, _ outcome: Outcome) {
        hosts.note(host, outcome)
    }

    mutating func add(_ traffic: TruthRow) {
        truth.flows += traffic.flows
        truth.packets += traffic.packets
        truth.bytes += traffic.bytes
    }

    var statement: TruthStatement.Scope {
        var statement = truth
        statement.hosts = hosts.figures
        return statement
    }
}
