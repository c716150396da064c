import ArgumentParser
import CensusQueries
import NetworkTypes

/// The country file of a command that names countries.
struct CountryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A country file in MaxMind DB format (.mmdb), plain or compressed, that says in which country an origin is.",
            valueName: "file"))
    var geo: String?
}

/// The file of a command that names autonomous systems.
struct SystemOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file in MaxMind DB format (.mmdb), plain or compressed, that says in which autonomous system an origin is.",
            valueName: "file"))
    var asn: String?
}

/// The inventory of a command that says what hosts are.
struct InventoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An inventory of our own hosts: CSV with the columns prefix, name, kind, sector, contact, services (tcp/443 udp/53).",
            valueName: "file"))
    var assets: String?
}

/// What is known of origins and hosts beside the census.
struct EnrichmentArguments: ParsableArguments {
    @OptionGroup var country: CountryOption

    @Option(
        help: ArgumentHelp(
            "Our own country, by its two letters: origins there are domestic, and counted apart.", valueName: "country")
    )
    var home: CountryCode?

    @OptionGroup var inventory: InventoryOption

    var options: EnrichmentOptions {
        EnrichmentOptions(countryFile: country.geo, home: home, assetFile: inventory.assets)
    }
}
