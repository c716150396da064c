import NetworkTypes

/// Says when an hour is over, by the time of the packets themselves.
///
/// An hour closes when packets from well behind its end have come. Closing loses nothing: a late packet is counted in its
/// hour all the same, only after the hour was reported.
struct HourWatermark {
    private var latest: Timestamp?
    private var open: Set<Hour> = []
    private var closed: Set<Hour> = []

    /// How much later than an hour's end a packet must be for the hour to close.
    static let lateness = 30 * Timestamp.nanosecondsPerSecond

    /// Takes in the hours of some packets and the latest time among all.
    ///
    /// - Returns: the hours that closed by it, and those with packets though they had closed before.
    mutating func advance(hours: some Sequence<Hour>, latest time: Timestamp?) -> (closed: [Hour], late: [Hour]) {
        var late: [Hour] = []
        for hour in hours {
            if closed.contains(hour) { late.append(hour) } else { open.insert(hour) }
        }
        if let time { latest = max(latest ?? time, time) }
        guard let latest else { return ([], late.sorted()) }
        let mark = Hour(containing: Timestamp(nanoseconds: latest.nanoseconds - Self.lateness))
        let done = open.filter { $0 < mark }.sorted()
        open.subtract(done)
        closed.formUnion(done)
        return (done, late.sorted())
    }

    /// The hour that is being counted.
    var current: Hour? { latest.map { Hour(containing: $0) } }

    /// Begins again after the clock was set: what was late may not be so any more.
    mutating func reset() {
        (latest, closed) = (nil, [])
    }
}
