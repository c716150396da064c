import CensusModel
import NetworkTypes

/// The origins that one host was seen with, and what each had to do with it.
///
/// Most hosts have one, which takes no table.
struct OriginContacts {
    private struct Contact {
        var grade: Grade
        var flows: UInt64 = 0
        var packets: UInt64 = 0

        mutating func add(_ flow: JudgedFlow, isFurther: Bool) {
            grade = max(grade, flow.grade)
            flows += isFurther ? 0 : 1
            packets = packets.addingClamped(flow.record.packets)
        }
    }

    private var first: (origin: IPAddress, contact: Contact)?
    private var others: [IPAddress: Contact] = [:]

    mutating func add(_ flow: JudgedFlow, isFurther: Bool) {
        let origin = flow.key.origin
        if first == nil { first = (origin, Contact(grade: flow.grade)) }
        if first?.origin == origin {
            first?.contact.add(flow, isFurther: isFurther)
        } else {
            others[origin, default: Contact(grade: flow.grade)].add(flow, isFurther: isFurther)
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
