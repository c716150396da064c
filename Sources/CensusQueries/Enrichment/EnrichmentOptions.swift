package import NetworkTypes

/// What is known of origins and hosts beside the census: the files that say so.
package struct EnrichmentOptions: Sendable {
    /// A country file; `nil` where countries are to stay unknown.
    package var countryFile: String?
    /// A file of autonomous systems; `nil` where they are to stay unknown.
    package var systemFile: String?
    /// Origins in this country are domestic.
    package var home: CountryCode?
    /// An inventory of the own assets.
    package var assetFile: String?

    package init(
        countryFile: String? = nil, systemFile: String? = nil, home: CountryCode? = nil, assetFile: String? = nil
    ) {
        (self.countryFile, self.systemFile) = (countryFile, systemFile)
        (self.home, self.assetFile) = (home, assetFile)
    }
}
