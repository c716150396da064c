package import ArgumentParser
package import CensusQueries
package import NetworkTypes

/// The country file of a command that names countries.
package struct CountryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A country file in MaxMind DB format (.mmdb), plain or compressed, that says in which country an origin is.",
            valueName: "file"))
    package var geo: String?

    package init() {}
}

/// The file of a command that names autonomous systems.
package struct SystemOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file in MaxMind DB format (.mmdb), plain or compressed, that says in which autonomous system an origin is.",
            valueName: "file"))
    package var asn: String?

    package init() {}
}

/// The inventory of a command that says what hosts are.
package struct InventoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An inventory of our own hosts: CSV with the columns prefix, name, kind, sector, contact, services (tcp/443 udp/53).",
            valueName: "file"))
    package var assets: String?

    package init() {}
}

/// What is known of origins and hosts beside the census.
package struct EnrichmentArguments: ParsableArguments {
    @OptionGroup package var country: CountryOption

    @Option(
        help: ArgumentHelp(
            "Our own country, by its two letters: origins there are domestic, and counted apart.", valueName: "country")
    )
    package var home: CountryCode?

    @OptionGroup package var inventory: InventoryOption

    package var options: EnrichmentOptions {
        EnrichmentOptions(countryFile: country.geo, home: home, assetFile: inventory.assets)
    }

    package init() {}
}
