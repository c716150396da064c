/// Why a file of countries or networks cannot be used: which one, and what is wrong.
package struct CountryDatabaseError: Error, Equatable {
    package let file: String
    package let problem: Problem

    package enum Problem: Error, Equatable {
        case empty
        case noMetadata
        case damaged(reason: String)
        case noCountries(type: String)
        case noSystems(type: String)
        case archiveWithoutFile
    }
}

extension CountryDatabaseError: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .empty:
            "\(file): is empty: no MaxMind DB file"
        case .noMetadata:
            "\(file): is not a MaxMind DB file (.mmdb), or only the beginning of one: its metadata is missing or damaged"
        case .damaged(let reason):
            "\(file): is a damaged MaxMind DB file (\(reason)); download it again"
        case .noCountries(let type):
            "\(file): is a MaxMind DB file (of type '\(type)') in which no record names a country: "
                + "give one that has 'country' with 'iso_code', or 'country_code'"
        case .noSystems(let type):
            "\(file): is a MaxMind DB file (of type '\(type)') in which no record names an autonomous system: "
                + "give one that has 'autonomous_system_number' or 'asn'"
        case .archiveWithoutFile:
            "\(file): is a tar archive without a whole .mmdb file in it: is the download cut?"
        }
    }
}
