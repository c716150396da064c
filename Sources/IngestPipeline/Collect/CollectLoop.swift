import CensusModel
import Classification
import FlowLogs
import HourlyRollup
import NetworkTypes
import PacketCapture
import Runtime
import Watchlist

/// A collector's thread: receive → decode → classify → roll up, and at every order a segment for the session.
///
/// Between orders it shares nothing but counters. A batch of datagrams costs a system call and three looks at a clock.
struct CollectLoop: ~Copyable {
    private let receiver: DatagramReceiver
    private let worker: CollectWorker
    private var list: ListInUse
    private var decoder: ExportDecoder
    private var classifier: RecordClassifier<HourlyTally>
    private var dropped: UInt64 = 0
    private var latest: Timestamp?
    private var order: Int
    private var nextLook: Int64 = 0
    private var end: End?
    private var hasAskedForCommit = false
    /// Of what exporters say of later records the version that was handed over last, and when the next may be.
    private var learned: (version: UInt64, next: Int64) = (0, 0)
    private var isDone = false
    /// Whether nothing of the session is left in the socket.
    private var isEmptied = false
    /// Datagrams since the last segment.
    private var datagrams: UInt64 = 0
    /// The least and the most records that one of them held.
    private var recordCounts: (least: UInt64, most: UInt64) = (.max, 0)
    private var socketLosses = SocketLosses()

    /// What is left to do once the session is to end.
    private struct End {
        /// When no more is taken of what comes, though it comes without a pause.
        let deadline: Int64
        /// How many datagrams may be left of those that waited when the session was to end: they are taken beyond the deadline.
        var waiting: Int
    }

    /// Nanoseconds between two looks at what the kernel dropped.
    private static let lookInterval = Timestamp.nanosecondsPerSecond
    /// How long an empty socket is waited for: a part of a second, so that orders are met soon.
    private static let waitMilliseconds: CInt = 50
    /// Nanoseconds for which nothing is done at the most while nothing can be.
    private static let pause = Timestamp.nanosecondsPerSecond / 50
    /// How long a socket into which exporters keep on sending is emptied after a stop.
    private static let longestDrain = 2 * Timestamp.nanosecondsPerSecond
    /// How long what waited at the stop is taken beyond that.
    private static let patience = 20 * Timestamp.nanosecondsPerSecond
    /// So much of what was learned may be written in a second, in bytes.
    private static let learnedRate: Int64 = 65_536

    init(_ receiver: DatagramReceiver, of worker: CollectWorker) {
        self.receiver = receiver
        self.worker = worker
        // An order that came before the thread began is one to follow.
        (list, order) = (worker.desk.orderDetails.list, 0)
        decoder = ExportDecoder(trusted: worker.settings.exporters)
        classifier = Self.classifier(worker, list)
        let now = worker.settings.worker.clocks.wall()
        for state in worker.settings.states { try? decoder.restore(state, at: now) }
        learned.version = decoder.stateVersion
    }

    private static func classifier(_ worker: CollectWorker, _ list: ListInUse) -> RecordClassifier<HourlyTally> {
        RecordClassifier(
            watchlist: list.loaded.watchlist, counting: worker.settings.worker.rules, rules: worker.settings.record,
            into: HourlyTally(attributions: list.loaded.watchlist.attributions))
    }

    mutating func run() {
        while !isDone {
            if worker.desk.lastOrder != order, !worker.desk.isOccupied { follow() }
            let now = worker.settings.worker.clocks.steady()
            if now >= nextLook { look(now) }
            if decoder.stateVersion != learned.version, now >= learned.next { handOverLearned(now) }
            if isReadable { read() } else { worker.desk.waitForNews(atMost: Self.pause) }
            if worker.whyLost != nil || isOver(now) { isDone = true }
        }
        finish()
    }

    private func isOver(_ now: Int64) -> Bool {
        guard let end, now >= end.deadline else { return false }
        return end.waiting <= 0 || now >= end.deadline + Self.patience
    }

    private var isReadable: Bool { size < worker.settings.worker.memory.fullTally }

    private var size: Int { classifier.sink.size + classifier.ledger.size }

    /// Takes what has arrived, or waits a moment for something.
    private mutating func read() {
        let budget = worker.settings.worker.budget
        let claim = budget?.claim(atMost: DatagramReceiver.batch) ?? DatagramReceiver.batch
        var count = 0
        do {
            count = try receive(atMost: claim)
        } catch {
            worker.whyLost = "\(error)"
        }
        if count == 0 {
            if end != nil {
                (isDone, isEmptied) = (true, true)
            } else {
                receiver.wait(milliseconds: Self.waitMilliseconds)
            }
        }
        end?.waiting -= count
        guard let budget else { return }
        budget.settle(claimed: claim, used: count)
        if budget.isSpent, end == nil {
            worker.settings.worker.inbox.post(.signal(.stop(reason: "the number of datagrams asked for is reached")))
            // What comes beyond that number is not the session's.
            (end, isEmptied) = (End(deadline: worker.settings.worker.clocks.steady(), waiting: 0), true)
        }
    }

    private mutating func receive(atMost claim: Int) throws(ReceptionError) -> Int {
        let now = worker.settings.worker.clocks.wall()
        let before = (seen: classifier.seenCount, matched: classifier.matchedCount)
        classifier.receivedAt = now
        var bytes: UInt64 = 0
        let (receiver, exporters) = (receiver, worker.settings.exporters)
        let count = try receiver.receive(atMost: claim) { datagram, sender in
            bytes += UInt64(datagram.count)
            let before = classifier.seenCount
            if exporters.isEmpty || exporters.contains(sender) {
                decoder.decode(datagram, from: sender, receivedAt: now, into: &classifier)
            } else {
                classifier.note(.notFlow("exporter_not_named"), count: 1, at: now, from: LogOrigin())
            }
            let records = classifier.seenCount - before
            recordCounts = (min(recordCounts.least, records), max(recordCounts.most, records))
        }
        guard count > 0 else { return 0 }
        latest = now
        datagrams += UInt64(count)
        worker.counters.add(
            packets: Int(classifier.seenCount - before.seen), wireBytes: bytes,
            matched: classifier.matchedCount - before.matched)
        if size >= worker.settings.worker.memory.largeTally, !hasAskedForCommit {
            hasAskedForCommit = true
            worker.settings.worker.inbox.post(.tallyIsLarge)
        }
        return count
    }

    /// Has templates and sampling kept as soon as they are learned, so that a crash leaves no records behind it that cannot be read.
    private mutating func handOverLearned(_ now: Int64) {
        let state = decoder.savedState()
        let seconds = Int64(state.count) / Self.learnedRate + 1
        learned = (decoder.stateVersion, now + seconds * Timestamp.nanosecondsPerSecond)
        worker.note(templates: state)
        worker.settings.worker.inbox.post(.stateLearned)
    }

    private mutating func look(_ now: Int64) {
        nextLook = now + Self.lookInterval
        takeDropped()
    }

    /// What the kernel dropped is missing in the sequence numbers, too, and lowers coverage by these.
    private mutating func takeDropped() {
        let new = receiver.takeDropped()
        guard new > 0 else { return }
        dropped += new
        worker.counters.add(PacketLoss(kernel: new))
    }

    /// Carries out what the session ordered.
    private mutating func follow() {
        order = worker.desk.lastOrder
        let details = worker.desk.orderDetails
        if details.stopTime != nil {
            guard end == nil else { return }
            end = End(
                deadline: worker.settings.worker.clocks.steady() + Self.longestDrain, waiting: receiver.waitingAtMost)
        } else {
            deliver(isLast: false)
            if details.list.generation != list.generation { list = details.list }
            classifier = Self.classifier(worker, list)
            hasAskedForCommit = false
            (datagrams, recordCounts) = (0, (.max, 0))
        }
    }

    private mutating func finish() {
        while worker.desk.isOccupied { worker.desk.waitForNews(atMost: Self.lookInterval) }
        decoder.settle(into: &classifier)
        deliver(isLast: true)
    }

    /// Notes as lost what the kernel dropped and no sequence number tells of, and at the session's end what is still in the socket of one
    /// that ended before it was empty.
    private mutating func noteLostInSocket(isLast: Bool) {
        let left = isLast && !isEmptied ? records(in: passOverRest()) : 0
        takeDropped()
        let untold = socketLosses.untold(
            dropped: records(in: dropped), isExact: recordCounts.least == recordCounts.most,
            lostBySequence: classifier.lostCount, isLast: isLast)
        classifier.note(
            .lostInSocket, count: untold + left, at: worker.settings.worker.clocks.wall(), from: LogOrigin())
    }

    /// How many records so many datagrams are, about: by what those of the last segment held.
    private func records(in count: UInt64) -> UInt64 {
        guard datagrams > 0, classifier.seenCount > datagrams else { return count }
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: classifier.seenCount)
        return isTooLarge ? count : product / datagrams
    }

    /// Takes what waits in the socket without a look at it.
    /// - Returns: how many datagrams that were.
    private func passOverRest() -> UInt64 {
        var (count, waiting) = (0 as UInt64, receiver.waitingAtMost)
        while waiting > 0, let taken = try? receiver.receive(atMost: waiting, { _, _ in }), taken > 0 {
            count += UInt64(taken)
            waiting -= taken
        }
        return count
    }

    private mutating func deliver(isLast: Bool) {
        noteLostInSocket(isLast: isLast)
        if dropped > 0 {
            classifier.note(
                .remark("datagrams_dropped_by_socket"), count: dropped, at: worker.settings.worker.clocks.wall(),
                from: LogOrigin())
            dropped = 0
        }
        var segment = LiveSegment(
            tally: classifier.sink, generation: list.generation, latest: latest, isLast: isLast)
        segment.tally.coverage = classifier.ledger.coverage
        latest = nil
        worker.note(templates: decoder.savedState(), sequences: decoder.savedSequences())
        learned.version = decoder.stateVersion
        worker.desk.deliver(segment)
        worker.settings.worker.inbox.post(.segmentDelivered)
    }
}
