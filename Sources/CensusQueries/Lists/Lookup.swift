import CensusModel
package import NetworkTypes
import Watchlist

/// What is asked of lists: an address, perhaps a port and a protocol, at some time.
///
/// A class, because Swift 6.3 misaligns the address when such a value is an argument in a debug build.
package final class LookupQuestion: Sendable, CustomStringConvertible {
    package let address: IPAddress
    let port: UInt16?
    let transport: TransportProtocol?
    let time: Timestamp

    /// - Parameter text: `192.0.2.1`, `192.0.2.1:443`, `[2001:db8::1]:443`.
    package init?(_ text: String, transport: TransportProtocol?, at time: Timestamp) {
        guard let parsed = AddressText(Array(text.utf8)[...]), parsed.prefixes.count == 1,
            let prefix = parsed.prefixes.first,
            prefix.isSingleAddress, !text.contains("/")
        else { return nil }
        (address, port, self.transport, self.time) = (prefix.address, parsed.port, transport, time)
    }

    package var description: String {
        let portText = port.map { " port \($0)" } ?? ""
        return "\(address)\(portText)\(transport.map { " \($0)" } ?? "") at \(time)"
    }
}

/// An entry that covers the address in question.
struct LookupCandidate: CustomStringConvertible {
    let entry: WatchlistEntry
    /// The file and the line.
    let place: String
    /// Why it does not match; `nil` when it does.
    let mismatch: String?

    /// What a watchlist asks first stands first: the longest prefix, then the narrowest entry, then the class that counts.
    static func isBefore(_ left: LookupCandidate, _ right: LookupCandidate) -> Bool {
        left.rank.lexicographicallyPrecedes(right.rank)
    }

    private var rank: [Int] {
        let narrowness = (entry.port == nil ? 2 : 0) + (entry.transport == nil ? 1 : 0)
        return [-entry.prefix.length, narrowness, entry.threatClass.rank]
    }

    var description: String {
        var words = ["\(place): \(entry.prefix)"]
        if let port = entry.port { words.append("port \(port)") }
        if let transport = entry.transport { words.append("\(transport)") }
        words.append(entry.threatClass.name)
        if !entry.labels.isEmpty { words.append("label \(entry.labels.joined(separator: ";"))") }
        if !entry.sources.isEmpty { words.append("source \(entry.sources.joined(separator: ";"))") }
        if let confidence = entry.confidence { words.append("confidence \(confidence)") }
        if entry.validity.from != Validity.always.from { words.append("from \(entry.validity.from)") }
        if entry.validity.until != Validity.always.until { words.append("until \(entry.validity.until)") }
        return words.joined(separator: ", ") + ": " + (mismatch.map { "does not match: \($0)" } ?? "matches")
    }
}

extension ParsedList {
    /// The entries that cover the address in question.
    func candidates(for question: LookupQuestion) -> [LookupCandidate] {
        table.places(covering: question.address).map { place in
            let entry = table.entry(at: place)
            return LookupCandidate(
                entry: entry, place: self.place(of: place), mismatch: entry.profile.mismatch(with: question))
        }
    }
}

extension EntryProfile {
    fileprivate func mismatch(with question: LookupQuestion) -> String? {
        if let port, let asked = question.port, port != asked { return "it names port \(port)" }
        if let transport, let asked = question.transport, transport != asked { return "it names protocol \(transport)" }
        if question.time < validity.from { return "it was not valid yet" }
        return question.time < validity.until ? nil : "it was valid no longer"
    }
}
