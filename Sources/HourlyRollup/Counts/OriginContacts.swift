import CensusModel
import NetworkTypes

/// The origins that one host was seen with, and what each had to do with it.
///
/// Most hosts have one, which takes no table.
struct OriginContacts: Sendable {
    private struct Contact: Sendable {
        var grade: Grade
        var flows: UInt64 = 0
        var packets: UInt64 = 0

        mutating func add(_ contact: HostContact) {
            grade = max(grade, contact.grade)
            flows += contact.traffic.flows
            packets = packets.addingClamped(contact.traffic.packets)
        }
    }

    private var first: (origin: IPAddress, contact: Contact)?
    private var others: [IPAddress: Contact] = [:]

    mutating func add(_ contact: HostContact) {
        if first == nil { first = (contact.origin, Contact(grade: contact.grade)) }
        if first?.origin == contact.origin {
            first?.contact.add(contact)
        } else {
            others[contact.origin, default: Contact(grade: contact.grade)].add(contact)
        }
    }

    var count: Int { others.count + (first == nil ? 0 : 1) }

    /// The one with the strongest evidence; of several the one with the most flows, then packets, then the lowest address.
    var leading: IPAddress? {
        guard var leading = first else { return nil }
        for (origin, contact) in others {
            let (mine, best) = (
                (contact.grade, contact.flows, contact.packets),
                (leading.contact.grade, leading.contact.flows, leading.contact.packets)
            )
            if mine > best || mine == best && origin < leading.origin { leading = (origin, contact) }
        }
        return leading.origin
    }
}
