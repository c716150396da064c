import NetworkTypes

/// The streams of all exporters, within a bound on memory.
///
/// Streams of senders that are trusted have a share of their own, out of which nothing is given up for what others send, nor
/// for what is sent under a trusted address itself, until it was silent for an hour; what finds no room is refused. Of all other
/// senders a stream of the lowest standing goes, and of these the one that was silent for longest, about: so a flood of forged
/// senders crowds out its own kind. One sender has at most an eighth of their share.
struct ExportStreams: Sendable {
    private var places: [ExportStream.Key: Int] = [:]
    private var slots: [ExportStream] = []
    private var free: [Int] = []
    private var senders: [IPAddress?: Sender] = [:]
    /// The places of streams of senders that are not trusted.
    private var standings = StreamStandings()
    /// Bytes of memory, about, by whether the senders are trusted.
    private var cost = (trusted: 0, other: 0)
    /// Grows with each change of what is saved.
    private(set) var changes: UInt64 = 0
    private var clock: UInt64 = 0
    private var last: (key: ExportStream.Key, place: Int)?
    /// What streams that were given up had still to say of what is missing, and of whom.
    private(set) var unsettled: [(sequence: DatagramSequence, origin: LogOrigin)] = []
    private var random: UInt64 = 0x2545_F491_4F6C_DD1D
    private let trusted: PrefixSet
    private let limit: Int

    /// What a sender has.
    private struct Sender: Sendable {
        let isTrusted: Bool
        var slots: [Int] = []
        var cost = 0
        /// What its options say of samplers, in whichever domain.
        var sampling = SamplingRates()
    }

    /// - Parameters:
    ///   - trusted: the senders whose templates are given up for nobody's.
    ///   - limit: bytes of memory for the trusted, and as many for all others.
    init(trusted: PrefixSet, limit: Int) {
        (self.trusted, self.limit) = (trusted, limit)
    }

    /// Bytes of memory, about.
    var memory: Int { cost.trusted + cost.other }
    var count: Int { places.count }

    /// Where the stream of a key is kept; `nil` where there is no room for it.
    mutating func place(_ key: ExportStream.Key, at time: Timestamp) -> Int? {
        clock += 1
        if let last, last.key == key {
            touch(last.place, time)
            return last.place
        }
        if let place = places[key] {
            touch(place, time)
            last = (key, place)
            return place
        }
        guard let place = insert(key, at: time) else { return nil }
        touch(place, time)
        last = (key, place)
        return place
    }

    /// The stream at a place that `place` gave, before another one was looked up.
    subscript(_ place: Int) -> ExportStream {
        get { slots[place] }
        _modify { yield &slots[place] }
    }

    /// What options of a stream's sender say of samplers, in whichever domain.
    func senderSampling(_ place: Int) -> SamplingRates {
        senders[self[place].key.sender]?.sampling ?? SamplingRates()
    }

    /// Keeps what options say of a sampler.
    mutating func setSampling(_ place: Int, _ id: UInt64?, _ interval: UInt32) {
        if (id.map { slots[place].sampling[$0] } ?? slots[place].sampling.general) != interval { changes += 1 }
        self[place].sampling.set(id, interval)
        senders[self[place].key.sender]?.sampling.set(id, interval)
    }

    /// Keeps a template of a stream; false where there is no room for it.
    mutating func keep(_ template: Template, _ place: Int, at time: Timestamp) -> Bool {
        let sender = slots[place].key.sender
        let isTrusted = senders[sender]?.isTrusted ?? false
        guard !slots[place].templates.holds(template) else { return true }
        changes += 1
        let needed = slots[place].templates.room(for: template)
        guard needed <= 0 || makeRoom(needed, for: sender, isTrusted: isTrusted, sparing: place, at: time) else {
            withdraw(template.id, isOptions: template.isOptions, place)
            return false
        }
        let before = slots[place].cost
        // Of a file nobody else's templates are at stake.
        let isKept = slots[place].templates.keep(
            template, isTrusted: isTrusted && sender != nil, at: time.nanoseconds / Timestamp.nanosecondsPerSecond)
        charge(slots[place].cost - before, sender, isTrusted)
        return isKept
    }

    /// Keeps when a stream's exporter began.
    mutating func setSystemStart(_ place: Int, _ time: Timestamp) {
        if slots[place].systemStart != time { changes += 1 }
        slots[place].systemStart = time
    }

    /// Notes that records of a stream were decoded.
    mutating func noteDecoded(_ place: Int) {
        guard slots[place].noteDecoded() else { return }
        standings.move(place, to: slots[place].standing)
    }

    mutating func withdraw(_ id: UInt16, isOptions: Bool, _ place: Int) {
        let before = self[place].cost
        changes += 1
        slots[place].templates.withdraw(id, isOptions: isOptions)
        let sender = self[place].key.sender
        charge(self[place].cost - before, sender, senders[sender]?.isTrusted ?? false)
    }

    /// The places of all streams, in an order that depends on nothing but them.
    var all: [Int] { slots.indices.filter { slots[$0].isLive } }

    private mutating func touch(_ place: Int, _ time: Timestamp) {
        slots[place].lastUse = clock
        slots[place].lastSeconds = time.nanoseconds / Timestamp.nanosecondsPerSecond
    }

    private mutating func insert(_ key: ExportStream.Key, at time: Timestamp) -> Int? {
        let isTrusted = senders[key.sender]?.isTrusted ?? key.sender.map(trusted.contains) ?? true
        guard makeRoom(ExportStream.baseCost, for: key.sender, isTrusted: isTrusted, sparing: nil, at: time) else {
            return nil
        }
        let place = free.popLast() ?? slots.count
        let stream = ExportStream(key, serial: clock)
        if place == slots.count { slots.append(stream) } else { slots[place] = stream }
        places[key] = place
        if !isTrusted { standings.insert(place) }
        senders[key.sender, default: Sender(isTrusted: isTrusted)].slots.append(place)
        charge(ExportStream.baseCost, key.sender, isTrusted)
        return place
    }

    private mutating func charge(_ change: Int, _ sender: IPAddress?, _ isTrusted: Bool) {
        senders[sender]?.cost += change
        if isTrusted { cost.trusted += change } else { cost.other += change }
    }

    /// Gives up streams until there is room for so many bytes more.
    private mutating func makeRoom(
        _ bytes: Int, for sender: IPAddress?, isTrusted: Bool, sparing: Int?, at time: Timestamp
    ) -> Bool {
        let share = sender == nil ? limit : isTrusted ? limit / 2 : limit / 8
        while let own = senders[sender], own.cost + bytes > share {
            guard let place = oldest(own.slots, isTrusted, sparing, time) else { return false }
            remove(place)
        }
        while (isTrusted ? cost.trusted : cost.other) + bytes > limit {
            guard let place = isTrusted ? oldestTrusted(sparing, time) : oldestOther(sparing, time) else {
                return false
            }
            remove(place)
        }
        return true
    }

    /// The longest silent of some streams of a sender, chosen at random where there are many.
    private mutating func oldest(_ slots: [Int], _ isTrusted: Bool, _ sparing: Int?, _ time: Timestamp) -> Int? {
        best(among: some(of: slots), isTrusted, sparing, time)
    }

    private mutating func oldestTrusted(_ sparing: Int?, _ time: Timestamp) -> Int? {
        guard !slots.isEmpty else { return nil }
        return best(among: (0..<Self.tries).map { _ in draw(slots.count) }, true, sparing, time)
    }

    /// A stream that was steady and has fallen silent, else one of the lowest standing that there is.
    private mutating func oldestOther(_ sparing: Int?, _ time: Timestamp) -> Int? {
        let silent = some(of: standings[.steady]).filter { isSilent($0, time) }
        if let place = best(among: silent, false, sparing, time) { return place }
        for standing in ExportStream.Standing.allCases {
            if let place = best(among: some(of: standings[standing]), false, sparing, time) { return place }
        }
        return nil
    }

    private mutating func some(of places: [Int]) -> [Int] {
        places.count <= Self.tries ? places : (0..<Self.tries).map { _ in places[draw(places.count)] }
    }

    private static let tries = 12
    /// So long may a stream be silent that is trusted or was steady, in seconds, until it makes room for another.
    private static let patience: Int64 = 3_600

    private func isSilent(_ place: Int, _ time: Timestamp) -> Bool {
        time.nanoseconds / Timestamp.nanosecondsPerSecond - slots[place].lastSeconds >= Self.patience
    }

    private func best(among places: [Int], _ isTrusted: Bool, _ sparing: Int?, _ time: Timestamp) -> Int? {
        var found: (place: Int, rank: (Int, UInt64))?
        for place in places where place != sparing {
            guard slots[place].isLive, senders[slots[place].key.sender]?.isTrusted == isTrusted else { continue }
            if isTrusted, !isSilent(place, time) { continue }
            let standing = isTrusted || isSilent(place, time) ? 0 : slots[place].standing.rawValue
            let rank = (standing, slots[place].lastUse)
            if found.map({ rank < $0.rank }) ?? true { found = (place, rank) }
        }
        return found?.place
    }

    /// What streams that were given up since the last call had still to say.
    mutating func takeUnsettled() -> [(sequence: DatagramSequence, origin: LogOrigin)] {
        defer { unsettled.removeAll(keepingCapacity: true) }
        return unsettled
    }

    private mutating func remove(_ place: Int) {
        let key = slots[place].key
        if slots[place].sequence.isOpen { unsettled.append((slots[place].sequence, key.origin)) }
        let sender = key.sender
        charge(-slots[place].cost, sender, senders[sender]?.isTrusted ?? false)
        senders[sender]?.slots.removeAll { $0 == place }
        if senders[sender]?.slots.isEmpty == true { senders[sender] = nil }
        places[key] = nil
        standings.remove(place)
        slots[place] = ExportStream(key, serial: 0)
        slots[place].isLive = false
        free.append(place)
        last = nil
    }

    private mutating func draw(_ count: Int) -> Int {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return Int(truncatingIfNeeded: random % UInt64(count))
    }
}
