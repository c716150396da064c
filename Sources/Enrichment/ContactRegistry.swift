package import NetworkTypes
package import TextFormats

/// An institution that answers for a country's addresses.
package struct Contact: Hashable, Sendable {
    package let country: CountryCode
    /// Its name, in the operator's own words.
    package let institution: String
    package let email: String
    /// The fingerprint of its OpenPGP key: 40 or 64 hexadecimal digits in upper case; `nil` where none is given.
    package let fingerprint: String?
}

/// Whom to alert in each country: CSV with the columns `country,institution,email,fingerprint` in any order, of which
/// `fingerprint` may be missing. `e-mail` and `pgp fingerprint` are read as well.
package struct ContactRegistry: Sendable {
    /// The file as the operator named it.
    package let name: String
    /// In the order of the file; a country may have several.
    package private(set) var contacts: [Contact] = []
    package private(set) var refusals = LineLog()

    private static let problemLimit = 20

    package init(name: String, bytes: [UInt8]) throws(RegisterError) {
        self.name = name
        do {
            var table = try CSVTable(
                bytes, required: ["country", "institution"],
                optional: ["email", "e-mail", "fingerprint", "pgp fingerprint", "pgp_fingerprint"])
            while let row = table.next(refusing: { refuse($0.line, $0.message) }) { add(row) }
        } catch {
            throw RegisterError(file: name, problem: error)
        }
    }

    package func contacts(in country: CountryCode) -> [Contact] {
        contacts.filter { $0.country == country }
    }

    private mutating func refuse(_ line: Int, _ message: String) {
        refusals.note(line, reason: "does not parse", limit: Self.problemLimit) { message }
    }

    private mutating func add(_ row: CSVTable.Row) {
        let quote = { (text: String) in "'\(text.prefix(80))'" }
        guard let country = CountryCode(row["country"]) else {
            return refuse(row.line, "\(quote(row["country"])) is not a country's two letters (ISO 3166-1 alpha-2)")
        }
        let email = row["email"].isEmpty ? row["e-mail"] : row["email"]
        guard email.isMailAddress else { return refuse(row.line, "\(quote(email)) is not an e-mail address") }
        let stated = ["fingerprint", "pgp fingerprint", "pgp_fingerprint"].map { row[$0] }.first { !$0.isEmpty } ?? ""
        guard let fingerprint = Self.fingerprint(stated) else {
            return refuse(row.line, "\(quote(stated)) is not an OpenPGP fingerprint of 40 or 64 hexadecimal digits")
        }
        contacts.append(
            Contact(
                country: country, institution: row["institution"], email: email,
                fingerprint: fingerprint.isEmpty ? nil : fingerprint))
    }

    /// The digits of a fingerprint, which may be written in groups and behind `0x`; `nil` when it is not one.
    private static func fingerprint(_ text: String) -> String? {
        var digits = text.uppercased().filter { $0 != " " && $0 != ":" }
        if digits.hasPrefix("0X") { digits.removeFirst(2) }
        guard digits.utf8.allSatisfy({ "0123456789ABCDEF".utf8.contains($0) }) else { return nil }
        return [0, 40, 64].contains(digits.count) ? digits : nil
    }
}
