import CensusNotice
import CensusQueries
import HTTPListener

/// What an answer may use beside the store.
struct AnswerContext: Sendable {
    let enrichments: Enrichments
    /// Names in place of hosts; `nil` for who may see their addresses.
    let pseudonyms: HostPseudonyms?
    /// Names that whoever may see addresses can ask for in their place, those that viewers see.
    let names: HostPseudonyms
    /// The program and its version, as a report names it.
    let software: String
    /// Whether answers stand for what hosts sent, where a request does not say.
    let seesOneWay: Bool

    /// What a viewer calls the store, whose name may hold an address of ours.
    var storeName: String? { pseudonyms == nil ? nil : "census" }

    /// - Throws: a problem for who may not choose hosts: answers would tell whom a pseudonym stands for.
    func checkChoice(ofHosts isGiven: Bool) throws {
        guard isGiven, pseudonyms != nil else { return }
        throw APIProblem(.forbidden, "a viewer cannot choose hosts by their address", parameter: "host")
    }

    /// - Throws: a problem for who sees pseudonyms alone, and wants to see more of hosts.
    func checkDisclosure(ofHosts choice: HostChoice?) throws {
        guard let choice, choice != .pseudonym, pseudonyms != nil else { return }
        throw APIProblem(.forbidden, "a viewer sees pseudonyms in place of hosts", parameter: "hosts")
    }

    /// - Throws: a problem where countries are chosen and none is known.
    func checkChoice(ofCountries isGiven: Bool) throws {
        guard isGiven, !enrichments.knowsCountries else { return }
        throw APIProblem(.badRequest, "the server has no country file (--geo)", parameter: "country")
    }
}
