package import ArgumentParser
package import CensusQueries
package import NetworkTypes

/// What `serve` takes: `flowcensus` reads it from the command line and the configuration, and `flowcensus-serve` from the words
/// that it is called with.
package struct ServeOptions: ParsableArguments {
    @OptionGroup package var storeOption: StoreOption

    @Option(
        help: ArgumentHelp(
            "Where to listen: 127.0.0.1:8470, '[::1]:8470', or a port alone for all addresses.",
            valueName: "[address:]port"))
    package var listen = "127.0.0.1:8470"

    @Option(
        help: ArgumentHelp(
            "A file of tokens, one a line: a role (viewer or analyst), a token of 16 characters or more or sha256:DIGEST, and a name. Without one a token is drawn, and shown in the address to open.",
            valueName: "file"))
    package var tokens: String?

    @Flag(help: "Let everybody on this machine in; on loopback only.")
    package var noToken = false

    @Option(
        help: ArgumentHelp(
            "A name under which the server may be called, beside its address; may be given again.", valueName: "name"))
    package var host: [String] = []

    @Option(
        help: ArgumentHelp(
            "Networks of reverse proxies, whose --role-header is believed.", valueName: "networks"))
    package var proxies: String?

    @Option(
        help: ArgumentHelp(
            "A header in which a reverse proxy says who asks: viewer or analyst, and a name.", valueName: "header"))
    package var roleHeader: String?

    @Option(
        help: ArgumentHelp(
            "A file of 16 bytes or more from which the pseudonyms of hosts are made that viewers see (default: drawn at the start).",
            valueName: "file"))
    package var key: String?

    @OptionGroup package var enrichment: EnrichmentArguments
    @OptionGroup package var system: SystemOption
    @OptionGroup package var evidence: EvidenceOptions

    @Option(help: "Log lines as text, or json for one JSON object a line.")
    package var logFormat: LogFormat = .text

    package init() {}

    package func validate() throws {
        guard let address = ReceptionAddress(parsing: listen) else {
            throw ValidationError("'\(listen)' is no address: write 127.0.0.1:8470, '[::1]:8470' or 8470.")
        }
        guard !noToken || address.isLoopback else {
            throw ValidationError(
                "--no-token goes with a --listen on loopback only: others would read who talked to whom.")
        }
        guard !noToken || tokens == nil else {
            throw ValidationError("--no-token and --tokens say two different things.")
        }
        guard (proxies == nil) == (roleHeader == nil) else {
            throw ValidationError("--role-header needs --proxies, whose header it is, and the other way round.")
        }
        if let proxies, IPPrefix.networks(proxies) == nil {
            throw ValidationError("'\(proxies)' are no networks: write 192.0.2.1/32,2001:db8::/64.")
        }
    }

    package var enrichmentOptions: EnrichmentOptions {
        var options = enrichment.options
        options.systemFile = system.asn
        return options
    }
}

extension ReceptionAddress {
    /// Whether only this machine reaches it.
    package var isLoopback: Bool { address?.isLoopback ?? false }
}

extension IPPrefix {
    /// Prefixes or addresses between commas; `nil` where one is neither.
    package static func networks(_ text: String) -> [IPPrefix]? {
        let choices = text.split(separator: ",", omittingEmptySubsequences: false).map {
            AddressChoice(argument: String($0))
        }
        return choices.contains { $0 == nil } ? nil : choices.flatMap { $0?.prefixes ?? [] }
    }
}
