import CensusModel
import HourlyRollup
import Logging
import NetworkTypes
import Runtime

/// Removes hours that have grown too old to be kept, and the earliest ones of a store that has grown too large.
struct Retention {
    /// How many hours before the present one are kept; `nil` for all.
    private let hours: Int32?
    /// How many bytes the store may take; `nil` for any number.
    private let bytes: UInt64?
    /// Makes the counts that outlive their flows; `nil` where none do.
    private let keeper: CountKeeper?
    private let logger: Logger
    private var removed: Hour?
    private var isTightSaid = false

    /// So many hours before the present one are never removed for their size: they tell who began its flows.
    private static let neededHours: Int32 = 3
    /// So many hours are removed for their size at one time, so that the next commit does not wait for long.
    private static let hoursAtOnce = 24

    init(hours: Int32?, bytes: UInt64?, keeping keeper: CountKeeper? = nil, logger: Logger) {
        (self.hours, self.bytes, self.keeper, self.logger) = (hours, bytes, keeper, logger)
    }

    /// Removes what is due. What cannot be removed now is tried again after the next commit.
    mutating func run(_ store: any CensusStore, at now: Timestamp) {
        do {
            if let hour = due(at: now) {
                try remove(before: hour, of: store, "")
                removed = hour
            }
            if let bytes, let store = store as? any CensusStore & SizeKnowing { try limit(store, to: bytes, at: now) }
        } catch {
            logger.error("\(error); what is to be removed is removed after the next commit")
        }
    }

    /// The hour before which all others are to be removed; `nil` where that was done. A clock that was set back removes nothing.
    func due(at now: Timestamp) -> Hour? {
        guard let hours else { return nil }
        let first = Hour(containing: now).advanced(by: -hours)
        return removed.map { first > $0 } ?? true ? first : nil
    }

    private mutating func limit(_ store: any CensusStore & SizeKnowing, to bytes: UInt64, at now: Timestamp) throws {
        let last = Hour(containing: now).advanced(by: -Self.neededHours)
        for _ in 0..<Self.hoursAtOnce {
            let used = try store.usedBytes()
            guard used > bytes else {
                isTightSaid = false
                return
            }
            guard let first = try store.firstHour(), first < last else {
                if !isTightSaid {
                    logger.warning(
                        "\(store.path): the hours that are needed take \(used) bytes, more than --keep-size allows")
                }
                isTightSaid = true
                return
            }
            try remove(before: first.advanced(by: 1), of: store, ", for the store takes more than \(bytes) bytes")
        }
    }

    private func remove(before hour: Hour, of store: any CensusStore, _ why: String) throws {
        let (flows, hours, kept): (Int, Int, String)
        if let keeper, let store = store as? any CountKeeping {
            (flows, hours) = try keeper.prune(store, before: hour)
            kept = "; their counts are kept"
        } else {
            (flows, hours) = try store.prune(before: hour)
            kept = ""
        }
        if flows + hours > 0 { logger.info("removed \(flows) flows in \(hours) hours before \(hour)\(why)\(kept)") }
    }
}
