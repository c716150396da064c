package import NetworkTypes

/// A file that says to which autonomous system an address belongs: MaxMind DB, as GeoLite2-ASN, DB-IP's and IPinfo's are
/// published.
///
/// A record's number is `autonomous_system_number`, or the text `asn` (`AS64500`); the organisation is
/// `autonomous_system_organization`, `as_name` or `name`. Look-ups may come from several threads; each address is looked up
/// once.
package final class AutonomousSystemDatabase: Sendable {
    /// The file as the operator named it.
    package let name: String
    /// What the file says of its kind: text from outside.
    package let type: String
    /// SHA-256 of its bytes, in hexadecimal.
    package let checksum: String

    private let file: MMDBFile
    private let lookups = AddressLookups<AutonomousSystem>()

    private static let maximumNameLength = 256

    /// - Parameters:
    ///   - name: the file, for messages.
    ///   - bytes: all of it, unpacked; or a tar archive that holds it.
    package init(name: String, bytes: [UInt8]) throws(CountryDatabaseError) {
        self.name = name
        (file, checksum) = try MMDBFile.opened(bytes, name: name)
        type = file.type
        let records = file.records
        let holdsSystems = file.holds { place, steps in (try? Self.number(at: place, records, &steps)) ?? nil != nil }
        guard holdsSystems else { throw CountryDatabaseError(file: name, problem: .noSystems(type: type)) }
    }

    /// The system of an address; `nil` where it is not known, in a damaged part of the file too.
    package func system(of address: IPAddress) -> AutonomousSystem? {
        lookups.value(of: address) { address throws(MMDBSection.Damage) in try lookUp(address) }
    }

    /// How many addresses were looked for in parts of the file that are damaged.
    package var damagedCount: Int { lookups.damagedCount }

    private func lookUp(_ address: IPAddress) throws(MMDBSection.Damage) -> AutonomousSystem? {
        var steps = MMDBSection.maximumSteps
        guard let place = try file.record(of: address),
            let number = try Self.number(at: place, file.records, &steps)
        else { return nil }
        for key in ["autonomous_system_organization", "as_name", "name"] {
            guard let place = try file.records.place(of: [key], at: place, &steps),
                let text = try file.records.text(at: place)
            else { continue }
            return AutonomousSystem(
                number: number, organization: String(decoding: text.prefix(Self.maximumNameLength), as: UTF8.self))
        }
        return AutonomousSystem(number: number, organization: "")
    }

    private static func number(
        at place: Int, _ records: MMDBSection, _ steps: inout Int
    ) throws(MMDBSection.Damage) -> UInt32? {
        if let place = try records.place(of: ["autonomous_system_number"], at: place, &steps),
            let number = try records.number(at: place)
        {
            return UInt32(exactly: number)
        }
        guard let place = try records.place(of: ["asn"], at: place, &steps) else { return nil }
        if let number = try records.number(at: place) { return UInt32(exactly: number) }
        guard let text = try records.text(at: place) else { return nil }
        let digits = String(decoding: text.prefix(16), as: UTF8.self).uppercased()
        return decimalNumber(digits.hasPrefix("AS") ? digits.dropFirst(2) : digits[...])
    }
}
