/// Why live capture cannot begin, or goes on no longer.
package enum LiveProblem: Error, Equatable {
    /// There is no interface of that name; `known` are those there are.
    case noSuchInterface(known: [String])
    case interfaceDown
    /// The interface is gone, for now or for good.
    case interfaceGone
    /// A new interface of the old name cannot be taken over by several workers that have no privileges any more.
    case cannotRebindWorkers
    /// Capturing takes a capability that the process does not have; `program` is its file.
    case notPermitted(program: String)
    /// libpcap does not understand a filter; `reason` is its own text.
    case filter(expression: String, reason: String)
    case noSuchUser
    /// The user to become has root's number.
    case userIsRoot
    /// A switch to another user was requested without being root.
    case onlyRootSwitchesUser
    /// After privileges were dropped some are left.
    case privilegesLeft(String)
}

extension LiveProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchInterface(let known):
            "there is no such interface; there are \(known.joined(separator: ", ")), and any for all of them"
        case .interfaceDown: "the interface is down; 'ip link set dev NAME up' brings it up"
        case .interfaceGone: "the interface is gone; it is taken up again when there is one of that name"
        case .cannotRebindWorkers:
            "the interface is there again, but several workers without privileges cannot take it over: "
                + "start again, or use one worker"
        case .notPermitted(let program):
            "capturing is not permitted: run it as root, or give the program the capability once, "
                + "with 'sudo setcap cap_net_raw,cap_net_admin=eip \(program)'"
        case .filter(let expression, let reason): "'\(expression)' is not a filter: \(reason)"
        case .noSuchUser: "there is no such user"
        case .userIsRoot:
            "is root, whose files it could still change after giving up privileges: name a user of its own, or leave "
                + "--user out"
        case .onlyRootSwitchesUser: "only root can become another user: leave --user out, or run it as root"
        case .privilegesLeft(let which): "privileges could not be dropped: \(which)"
        }
    }
}
