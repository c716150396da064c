import ArgumentParser
import CensusModel
import CensusQueries
import Foundation
import HourlyRollup
import NetworkTypes
import Watchlist

/// Which flows rows are made of.
struct FlowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only flows with these origins: addresses, prefixes or ranges; a comma between several.",
            valueName: "networks"))
    var origin: [Several<AddressChoice>] = []

    @Option(
        help: ArgumentHelp(
            "Only flows of these internal hosts: addresses, prefixes or ranges; a comma between several.",
            valueName: "networks"))
    var host: [Several<AddressChoice>] = []

    @Option(help: ArgumentHelp("Only flows with one of these ports at either end.", valueName: "ports"))
    var port: [Several<UInt16>] = []

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Only flows with origins of these classes.", valueName: "classes"))
    var classes: [Several<ThreatClass>] = []

    @Option(
        help: ArgumentHelp(
            "Only flows with this label, in capital or small letters; '' for those without a label; may be given again.",
            valueName: "text"))
    var label: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only flows with origins in these countries, by their two letters, or unknown; goes with --geo.",
            valueName: "countries"))
    var country: [Several<OriginCountry>] = []

    var selection: FlowSelection {
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
    func checkCountries(_ file: CountryOption) throws {
        if !country.isEmpty, file.geo == nil {
            throw ValidationError("--country needs a country file, which says where origins are: give --geo as well.")
        }
    }

    /// Sentences about networks that were not taken as they stand.
    var notices: [String] {
        (origin + host).flatMap(\.values).compactMap { choice in
            choice.statedAddress.map { _ in
                "'\(choice.text)' has bits set behind its length: taken as \(choice.prefixes[0])"
            }
        }
    }
}

/// Values between commas.
struct Several<Value: ExpressibleByArgument & Sendable>: ExpressibleByArgument, Sendable {
    let values: [Value]

    init?(argument: String) {
        let texts = argument.split(separator: ",", omittingEmptySubsequences: false)
        values = texts.compactMap { Value(argument: $0.trimmingCharacters(in: .whitespaces)) }
        guard values.count == texts.count else { return nil }
    }

    static var allValueStrings: [String] { Value.allValueStrings }
}

/// An address, a prefix or a range, as lists write them.
struct AddressChoice: ExpressibleByArgument, Sendable {
    let text: String
    let prefixes: [IPPrefix]
    /// The address as stated, where bits behind its length had to be cleared.
    let statedAddress: IPAddress?

    init?(argument: String) {
        guard let address = AddressText(Array(argument.utf8)[...]), address.port == nil else { return nil }
        (text, prefixes, statedAddress) = (argument, address.prefixes, address.statedAddress)
    }
}

/// The country of an origin, or that none is known.
struct OriginCountry: ExpressibleByArgument, Sendable {
    let code: CountryCode?

    init?(argument: String) {
        code = CountryCode(argument)
        guard code != nil || argument.lowercased() == "unknown" else { return nil }
    }
}
