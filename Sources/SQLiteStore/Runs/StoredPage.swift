import FlowRuns
import GRDB
import NetworkTypes

/// A page as it stands in the store, before anybody has looked at what it holds.
struct StoredPage: Sendable {
    let run: RunRow
    /// Its place in its run, from 0.
    let place: Int
    let content: [UInt8]
    /// The bytes of its first and its last 5-tuple, as its row states them.
    let keys: (first: [UInt8], last: [UInt8])

    /// The page before it is unpacked.
    /// - Throws: `DatabaseError` where it is damaged, or another page than its row states.
    func page() throws -> RunPage {
        try naming {
            let page = try RunPage(bytes: content)
            guard page.hour == run.hour, page.number == place else {
                throw RunFault.impossible("it is another page, of the hour \(page.hour)")
            }
            return page
        }
    }

    /// The records of its page.
    /// - Throws: as `page()`.
    func records(
        of page: RunPage, _ unpacker: borrowing PageUnpacker, _ parts: RecordParts = .all
    ) throws -> PageRecords {
        let records: PageRecords
        do {
            records = try PageRecords(page, unpacker, parts)
        } catch {
            throw run.damage(ofPage: place, error)
        }
        guard records.tuple(at: 0).orderedBytes == keys.first,
            records.tuple(at: records.count - 1).orderedBytes == keys.last
        else {
            throw run.damage(
                ofPage: place, .impossible("it does not begin and end with the flows that its row states"))
        }
        return records
    }

    /// The origins of its first and its last flow, as its row states them.
    var origins: ClosedRange<IPAddress> {
        get throws {
            guard let first = IPAddress(ordered: keys.first), let last = IPAddress(ordered: keys.last), first <= last
            else {
                throw run.damage(ofPage: place, .impossible("its row states what is no flow, or none in their order"))
            }
            return first...last
        }
    }

    private func naming<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let fault as RunFault {
            throw run.damage(ofPage: place, fault)
        }
    }
}
