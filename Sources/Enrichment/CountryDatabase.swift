package import NetworkTypes

/// A file that says in which country an address is: MaxMind DB, as GeoLite2, DB-IP Lite and others are published.
///
/// A record's country is its `country.iso_code`, else a flat `country_code` or `country` of two letters, else
/// `registered_country.iso_code`: where the address is not known to be used, it is known who answers for it. What no record
/// names stays unknown.
/// Look-ups may come from several threads; each address is looked up once, for an hour of a census needs the same
/// origins as the hour before.
package final class CountryDatabase: Sendable {
    /// The file as the operator named it.
    package let name: String
    /// What the file says of its kind, as `GeoLite2-Country`: text from outside.
    package let type: String
    /// When it was built; `nil` where the file states no time that there can be.
    package let builtAt: Timestamp?
    /// SHA-256 of its bytes, in hexadecimal.
    package let checksum: String

    private let file: MMDBFile
    private let lookups = AddressLookups<CountryCode>()

    /// - Parameters:
    ///   - name: the file, for messages.
    ///   - bytes: all of it, unpacked; or a tar archive that holds it.
    package init(name: String, bytes: [UInt8]) throws(CountryDatabaseError) {
        self.name = name
        (file, checksum) = try MMDBFile.opened(bytes, name: name)
        let records = file.records
        guard file.holds({ place, steps in (try? Self.country(at: place, records, &steps)) ?? nil != nil }) else {
            throw CountryDatabaseError(file: name, problem: .noCountries(type: file.type))
        }
        type = file.type
        builtAt = Int64(exactly: file.builtAt).flatMap { seconds in
            let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: Timestamp.nanosecondsPerSecond)
            return overflow ? nil : Timestamp(nanoseconds: nanoseconds)
        }
    }

    /// The country of an address; `nil` where it is not known, in a damaged part of the file too.
    package func country(of address: IPAddress) -> CountryCode? {
        lookups.value(of: address) { address throws(MMDBSection.Damage) in try lookUp(address) }
    }

    private func lookUp(_ address: IPAddress) throws(MMDBSection.Damage) -> CountryCode? {
        var steps = MMDBSection.maximumSteps
        guard let place = try file.record(of: address) else { return nil }
        return try Self.country(at: place, file.records, &steps)
    }

    /// Where records have a country, the best place first: that of the address; flat, as in files of the public domain and of
    /// IPinfo; and that in which the block is registered.
    private static let paths = [
        ["country", "iso_code"], ["country_code"], ["country"], ["registered_country", "iso_code"],
    ]

    private static func country(
        at place: Int, _ records: MMDBSection, _ steps: inout Int
    ) throws(MMDBSection.Damage) -> CountryCode? {
        for path in paths {
            guard let place = try records.place(of: path, at: place, &steps), let text = try records.text(at: place),
                text.count == 2, let country = CountryCode(String(decoding: text, as: UTF8.self))
            else { continue }
            return country
        }
        return nil
    }

    /// How many addresses were looked for in parts of the file that are damaged.
    package var damagedCount: Int { lookups.damagedCount }
}
