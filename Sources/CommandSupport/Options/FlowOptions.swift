package import ArgumentParser
package import CensusModel
package import CensusQueries
import Foundation
import HourlyRollup
package import NetworkTypes
import Watchlist

/// Which flows rows are made of.
package struct FlowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only flows with these origins: addresses, prefixes or ranges; a comma between several.",
            valueName: "networks"))
    package var origin: [Several<AddressChoice>] = []

    @Option(
        help: ArgumentHelp(
            "Only flows of these internal hosts: addresses, prefixes or ranges; a comma between several.",
            valueName: "networks"))
    package var host: [Several<AddressChoice>] = []

    @Option(help: ArgumentHelp("Only flows with one of these ports at either end.", valueName: "ports"))
    package var port: [Several<UInt16>] = []

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Only flows with origins of these classes.", valueName: "classes"))
    package var classes: [Several<ThreatClass>] = []

    @Option(
        help: ArgumentHelp(
            "Only flows with this label, in capital or small letters; '' for those without a label; may be given again.",
            valueName: "text"))
    package var label: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only flows with origins in these countries, by their two letters, or unknown; goes with --geo.",
            valueName: "countries"))
    package var country: [Several<OriginCountry>] = []

    package var selection: FlowSelection {
        var selection = FlowSelection()
        selection.origins = origin.flatMap(\.values).flatMap(\.prefixes)
        selection.hosts = host.flatMap(\.values).flatMap(\.prefixes)
        selection.ports = Set(port.flatMap(\.values))
        selection.classes = Set(classes.flatMap(\.values))
        selection.labels = label
        selection.countries = Set(country.flatMap(\.values).map(\.code))
        return selection
    }

    /// - Throws: what is wrong, where countries are requested without a file that knows them.
    package func checkCountries(_ file: CountryOption) throws {
        if !country.isEmpty, file.geo == nil {
            throw ValidationError("--country needs a country file, which says where origins are: give --geo as well.")
        }
    }

    /// Sentences about networks that were not taken as they stand.
    package var notices: [String] {
        (origin + host).flatMap(\.values).compactMap { choice in
            choice.statedAddress.map { _ in
                "'\(choice.text)' has bits set behind its length: taken as \(choice.prefixes[0])"
            }
        }
    }

    package init() {}
}

/// Values between commas.
package struct Several<Value: ExpressibleByArgument & Sendable>: ExpressibleByArgument, Sendable {
    package let values: [Value]

    package init?(argument: String) {
        let texts = argument.split(separator: ",", omittingEmptySubsequences: false)
        values = texts.compactMap { Value(argument: $0.trimmingCharacters(in: .whitespaces)) }
        guard values.count == texts.count else { return nil }
    }

    package static var allValueStrings: [String] { Value.allValueStrings }
}

/// An address, a prefix or a range, as lists write them.
package struct AddressChoice: ExpressibleByArgument, Sendable {
    package let text: String
    package let prefixes: [IPPrefix]
    /// The address as stated, where bits behind its length had to be cleared.
    package let statedAddress: IPAddress?

    package init?(argument: String) {
        guard let address = AddressText(Array(argument.utf8)[...]), address.port == nil else { return nil }
        (text, prefixes, statedAddress) = (argument, address.prefixes, address.statedAddress)
    }
}

/// The country of an origin, or that none is known.
package struct OriginCountry: ExpressibleByArgument, Sendable {
    package let code: CountryCode?

    package init?(argument: String) {
        code = CountryCode(argument)
        guard code != nil || argument.lowercased() == "unknown" else { return nil }
    }
}
