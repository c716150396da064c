import CensusModel
import NetworkTypes

/// An address that lists hold for a sinkhole and for a server of attackers at once: one of them is out of date.
package struct Contradiction: Sendable, CustomStringConvertible {
    package let description: String

    /// The contradictions within and between lists.
    package static func find(in lists: [ParsedList]) -> [Contradiction] {
        var sinkholes: [Subject: String] = [:]
        for list in lists {
            list.forEachEntry(of: [.sinkhole]) { subject, _, place in sinkholes[subject] = place }
        }
        guard !sinkholes.isEmpty else { return [] }
        var found: [Contradiction] = []
        for list in lists {
            list.forEachEntry(of: [.c2, .backdoor, .malware]) { subject, threatClass, place in
                guard let other = sinkholes[subject] else { return }
                found.append(
                    Contradiction(
                        description:
                            "\(place): \(subject.prefix.shortest) is \(threatClass.name) here, and a sinkhole in "
                            + "\(other): counted as \(threatClass.name)"))
            }
        }
        return found
    }

    fileprivate struct Subject: Hashable {
        let prefix: IPPrefix
        let port: UInt16?
        let transport: TransportProtocol?
    }
}

extension ParsedList {
    /// Hands on the entries of some classes with the file and line where they stand.
    fileprivate func forEachEntry(
        of classes: [ThreatClass], _ body: (Contradiction.Subject, ThreatClass, String) -> Void
    ) {
        guard table.profiles.contains(where: { classes.contains($0.threatClass) }) else { return }
        for place in table.places {
            let profile = table.profiles[table.profileNumber(at: place)]
            guard classes.contains(profile.threatClass) else { continue }
            let subject = Contradiction.Subject(
                prefix: table.prefix(at: place), port: profile.port, transport: profile.transport)
            body(subject, profile.threatClass, self.place(of: place))
        }
    }

    /// The file and the line of an entry.
    package func place(of place: EntryTable.Place) -> String {
        table.line(at: place).map { "\(name), line \($0)" } ?? name
    }
}
