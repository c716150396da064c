import CensusModel

/// Why a store on a ClickHouse server cannot be used: which one, and what is wrong.
package struct ClickHouseError: StoreFailure, Equatable {
    /// The store as the operator named it, which holds no password.
    package let store: String
    package let problem: Problem

    init(_ store: String, _ problem: Problem) {
        (self.store, self.problem) = (store, problem)
    }

    package var isGone: Bool { problem == .gone }

    var isUnreachable: Bool {
        if case .unreachable = problem { true } else { false }
    }

    package enum Problem: Equatable, Sendable {
        /// The name of the store is not one that the engine takes.
        case name(reason: String)
        case password(reason: String)
        /// `reason` says what the network or TLS said.
        case unreachable(reason: String)
        /// The server takes neither user nor password, or lets the user not do it.
        case denied(reason: String)
        case missing
        /// The database or a table was dropped while the store was open.
        case gone
        case newerVersion(found: Int, known: Int)
        /// It can be read once it was brought up to date.
        case olderVersion(found: Int, known: Int)
        case olderServer(version: String)
        case full(reason: String)
        /// An answer that breaks off, or that holds an error although its status is 200.
        case damaged(reason: String)
        /// What the server says beside its number for it.
        case server(operation: String, code: Int, reason: String)
        case otherBasis(option: String, counted: String, given: String)
        /// The tables lie on other servers than the command names.
        case otherLayout(found: String, given: String)
        /// Of replicated tables: too few of their servers are there, or ZooKeeper is not.
        case replicas(code: Int, reason: String)
        /// A shipment that does not follow the last one of its sensor.
        case otherSensor(name: String)
        /// What this engine does by a tool of its own.
        case refused(operation: String, tool: String)
    }
}

extension ClickHouseError: CustomStringConvertible {
    /// What happened, and how to go on.
    package var description: String {
        switch problem {
        case .name(let reason): "\(store): \(reason)"
        case .password(let reason): "\(store): no password: \(reason)"
        case .unreachable(let reason):
            "\(store): the server does not answer: \(reason); what was committed stays, run the same command again when it does"
        case .denied(let reason): "\(store): the server refuses: \(reason)"
        case .missing:
            "\(store): there is no such store; 'flowcensus store create', 'replay', 'sniff' and 'collect' make one"
        case .gone:
            "\(store): a table was dropped while the store was open; what was committed before went with it, and the same "
                + "command again counts everything into a new one"
        case .newerVersion(let found, let known):
            "\(store): was written by a newer Flowcensus (store version \(found), this one knows \(known)); "
                + "nothing was changed in it"
        case .olderVersion(let found, let known):
            "\(store): was made by an older Flowcensus (store version \(found), this one knows \(known)): 'flowcensus store create' "
                + "brings it up to date, by a user who may ALTER, and so does whoever counts into it"
        case .olderServer(let version):
            "\(store): the server is ClickHouse \(version), and 18.16 is the oldest that can keep a census"
        case .full(let reason):
            "\(store): no room is left at the server (\(reason)); what was committed stays, make room and run the same command "
                + "again"
        case .damaged(let reason):
            "\(store): an answer is damaged: \(reason); nothing of it was used, run the same command again"
        case .server(let operation, let code, let reason): "\(store): cannot \(operation): \(reason) (code \(code))"
        case .otherBasis(let option, let counted, let given):
            "\(store): was counted with \(option) \(Self.short(counted)), and not with \(Self.short(given)): one census cannot "
                + "hold both; give the same, or count into another store"
        case .otherLayout(let found, let given):
            "\(store): its tables are there, and are \(found), while this command makes them \(given); name another database"
        case .replicas(_, let reason):
            "\(store): too few of the servers that share its tables answer (\(reason)); what was committed stays, run the same command "
                + "again when they do"
        case .otherSensor(let name):
            "\(store): has another shipment of the sensor \(name) than the one before this; another machine or process ships as this "
                + "sensor, or one of both stores was put back from a copy"
        case .refused(let operation, let tool): "\(store): \(operation) is ClickHouse's own work: \(tool)"
        }
    }

    /// A value of an option as a sentence has room for it.
    private static func short(_ value: String) -> String {
        value.isEmpty ? "(none)" : value.count > 200 ? value.prefix(200) + "…" : value
    }
}
