import ArgumentParser
import Watchlist

/// What is to become of the entries of lists.
struct HygieneOptions: ParsableArguments {
    @Option(
        name: .customLong("internal"),
        help: ArgumentHelp(
            "The internal networks: a/b,c/d or a file of them (default: private, shared and link-local space).",
            valueName: "networks"))
    var internalNetworks: String?

    @Option(
        help: ArgumentHelp(
            "A list of what is never to be counted, in any format, MISP warninglists included; may be given again.",
            valueName: "list"))
    var allowlist: [String] = []

    @Flag(help: "Keep prefixes wider than /8, or /19 for IPv6.")
    var allowWide = false

    @Option(
        help: ArgumentHelp(
            "What the dates of entries do: dated, an entry counts between its dates, and always where it has none; ignore, every entry always counts; strict, entries without dates are left out.",
            valueName: "mode"))
    var listTime: ListTime = .dated

    func options(for lists: [String]) -> ListOptions {
        ListOptions(
            lists: lists, allowlists: allowlist, internalNetworks: internalNetworks, allowsWide: allowWide,
            listTime: listTime)
    }
}

/// The lists of a command that needs some.
struct WatchlistOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A list of known command-and-control servers, in any format, or FORMAT:LIST; may be given again.",
            valueName: "list"))
    var watchlist: [String]

    @OptionGroup var hygiene: HygieneOptions

    func validate() throws {
        guard !watchlist.isEmpty else { throw ValidationError("Name at least one list with --watchlist.") }
    }

    var options: ListOptions { hygiene.options(for: watchlist) }
}
