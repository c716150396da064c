import CensusEvents

/// Where events go.
///
/// An implementer sends all of a batch before it returns, and keeps nothing: what it did not take comes again. Belongs to one
/// thread.
protocol EventSink: AnyObject {
    /// How many events it takes at a time, at the most.
    var batchSize: Int { get }
    /// Sends events in their order.
    /// - Throws: `EventSinkFailure` where they did not arrive; then all of them come again, or are passed over.
    func send(_ events: [CensusEvent]) throws(EventSinkFailure)
}

/// Why events did not arrive.
enum EventSinkFailure: Error, Equatable {
    /// The sink is away, and may be back; it may have stated after how many seconds.
    case away(reason: String, seconds: Int? = nil)
    /// Nobody is there to read any more, and nobody will be.
    case gone
    /// The sink does not take these events, and will not.
    case refused(reason: String)
}
