package import NetworkTypes

/// What is known of origins and hosts beside the census: the files that say so.
package struct EnrichmentOptions: Sendable {
    /// A country file; `nil` where countries are to stay unknown.
    package var countryFile: String?
    /// Origins in this country are domestic.
    package var home: CountryCode?
    /// An inventory of the own assets.
    package var assetFile: String?

    package init(countryFile: String? = nil, home: CountryCode? = nil, assetFile: String? = nil) {
        (self.countryFile, self.home, self.assetFile) = (countryFile, home, assetFile)
    }
}
