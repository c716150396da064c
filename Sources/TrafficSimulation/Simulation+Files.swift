import CensusModel

extension Simulation {
    /// The list that names the origins, and others that stay silent.
    package var watchlist: String {
        var text = "# A simulated watchlist.\naddress,port,protocol,class,label,source,confidence\n"
        for origin in population.origins {
            let listing = population.listings[origin.listing]
            let port = origin.port.map { "\($0),tcp" } ?? ","
            text += "\(origin.address),\(port),\(listing.threatClass.name),\(listing.label),simulation,100\n"
        }
        for address in population.silent { text += "\(address),,,c2,ExampleSilent,simulation,50\n" }
        return text
    }

    /// Which networks abroad belong to which country.
    package func countries(_ layout: CountryDatabaseFile.Layout) -> [UInt8] {
        var file = CountryDatabaseFile(layout: layout, buildEpoch: UInt64(hours.upperBound) * 3_600)
        for network in population.networks {
            let country = plan.countries[network.country].country
            if !country.isEmpty { file.add(network.prefix, country: country) }
        }
        return file.bytes()
    }

    /// The inventory.
    package var assets: String {
        var text = "prefix,name,kind,sector,contact\n"
        for (number, asset) in population.assets.enumerated() {
            let address = population.hosts.address(of: population.hosts.assets.lowerBound + number)
            text += "\(address),\(asset.name),\(asset.kind),\(asset.sector),operator\(number + 1)@example.net\n"
        }
        return text
    }

    /// An institution for each country abroad, with an address and a key that nobody has.
    package var contacts: String {
        var text = "country,institution,email,fingerprint\n"
        for (number, figures) in plan.countries.enumerated()
        where !figures.country.isEmpty && figures.country != plan.home {
            let key = (0..<5).map { part in
                String((scramble(UInt64(number * 5 + part)) >> 32 | 1 << 31) & 0xFFFF_FFFF, radix: 16, uppercase: true)
            }
            text +=
                "\(figures.country),Example CERT \(figures.country),cert@\(figures.country.lowercased()).example,\(key.joined())\n"
        }
        return text
    }

    /// The internal networks, one a line.
    package var internalNetworks: String {
        plan.internal.map { $0 + "\n" }.joined()
    }
}
