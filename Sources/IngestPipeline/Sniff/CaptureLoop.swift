import CensusModel
import Classification
import HourlyRollup
import NetworkTypes
import PacketCapture
import Runtime
import Watchlist

/// A worker's thread: capture → decode → classify → roll up, and at every order a segment for the session.
///
/// Between orders it shares nothing but counters. A batch costs three looks at a clock and a number; a packet costs what
/// the collector, the classifier and, if it matches, the tally take (Benchmarks/README.md says how much).
struct CaptureLoop: ~Copyable {
    private var capture: LiveCapture
    private let worker: CaptureWorker
    private var list: ListInUse
    private var classifier: Classifier
    private var tally: CountingTally
    private var losses = PacketLoss()
    private var latest: Timestamp?
    private var order: Int
    private var link: LinkWatch
    private var drain: Drain?
    private var nextLook: Int64 = 0
    private var hasAskedForCommit = false
    private var isDone = false

    /// Nanoseconds between two looks at the interface and the kernel's statistics.
    private static let lookInterval = Timestamp.nanosecondsPerSecond
    /// How long an empty ring is waited for: a part of a second, so that orders are met soon.
    private static let waitMilliseconds: CInt = 100
    /// Nanoseconds for which nothing is done at the most while nothing can be.
    private static let pause = Timestamp.nanosecondsPerSecond / 50

    init(_ capture: consuming LiveCapture, of worker: CaptureWorker, from begin: Timestamp) {
        self.capture = capture
        self.worker = worker
        // An order may have come before this thread did, and is followed like any other.
        (list, order) = (worker.desk.orderDetails.list, WorkerDesk.noOrder)
        classifier = Self.classifier(worker, list)
        tally = Self.tally(list)
        link = LinkWatch(interface: worker.interface, speaks: worker.isFirst, logger: worker.settings.logger)
        self.capture.begin(at: begin)
    }

    private static func classifier(_ worker: CaptureWorker, _ list: ListInUse) -> Classifier {
        Classifier(watchlist: list.loaded.watchlist, rules: worker.settings.rules)
    }

    private static func tally(_ list: ListInUse) -> CountingTally {
        CountingTally(HourlyTally(attributions: list.loaded.watchlist.attributions))
    }

    mutating func run() {
        while !isDone {
            if worker.desk.lastOrder != order, !worker.desk.isOccupied { follow() }
            let now = worker.settings.clocks.steady()
            if now >= nextLook { look(now) }
            if isReadable {
                read(now)
            } else {
                worker.desk.waitForNews(atMost: Self.pause)
            }
            if worker.whyLost != nil || drain?.isOver(at: now) == true { isDone = true }
        }
        finish()
    }

    private var isReadable: Bool { tally.size < worker.settings.memory.fullTally }

    /// Reads a batch, or waits a moment for one. Of an interface that is gone, too: the kernel still holds what came
    /// before.
    private mutating func read(_ now: Int64) {
        let budget = worker.settings.budget
        let claim = budget?.claim(atMost: FrameList.capacity) ?? FrameList.capacity
        do {
            if claim > 0, try capture.nextBatch(atMost: claim, filteredBy: &classifier) {
                classify()
                drain?.noteFrames(until: latest)
            } else {
                drain?.noteEmpty(at: now)
                capture.wait(milliseconds: Self.waitMilliseconds)
            }
        } catch {
            link.noteProblem(error, now: now)
            drain?.noteEmpty(at: now)
            worker.desk.waitForNews(atMost: Self.pause)
        }
        guard let budget else { return }
        budget.settle(claimed: claim, used: claim > 0 ? capture.packetCount : 0)
        if budget.isSpent, drain == nil {
            worker.settings.inbox.post(.signal(.stop(reason: "the number of packets asked for is reached")))
            drain = Drain(stopTime: worker.settings.clocks.wall(), now: now)
        }
    }

    private mutating func classify() {
        guard capture.packetCount > 0 else { return }
        classifier.classify(capture.batch, into: &tally)
        latest = capture.latest
        worker.counters.add(
            packets: capture.packetCount, wireBytes: capture.wireBytes, matched: tally.takeNew())
        if tally.size >= worker.settings.memory.largeTally, !hasAskedForCommit {
            hasAskedForCommit = true
            worker.settings.inbox.post(.tallyIsLarge)
        }
    }

    /// Asks the kernel what was lost, and whether the interface is as it was.
    private mutating func look(_ now: Int64) {
        nextLook = now + Self.lookInterval
        takeLosses()
        do {
            try link.look(at: &capture, now: now)
        } catch {
            worker.whyLost = "\(error)"
        }
    }

    /// The interface's own losses are the same for all workers: one counts them.
    private mutating func takeLosses() {
        var new = capture.takeLosses()
        if !worker.isFirst { new.interface = 0 }
        guard !new.isNone else { return }
        losses += new
        worker.counters.add(new)
    }

    /// Carries out what the session ordered.
    private mutating func follow() {
        order = worker.desk.lastOrder
        let details = worker.desk.orderDetails
        if let stopTime = details.stopTime {
            drain = drain ?? Drain(stopTime: stopTime, now: worker.settings.clocks.steady())
        } else {
            deliver(isLast: false)
            if details.list.generation != list.generation { list = details.list }
            classifier = Self.classifier(worker, list)
            tally = Self.tally(list)
            hasAskedForCommit = false
        }
    }

    private mutating func finish() {
        while worker.desk.isOccupied { worker.desk.waitForNews(atMost: Self.lookInterval) }
        deliver(isLast: true)
    }

    private mutating func deliver(isLast: Bool) {
        takeLosses()
        var segment = LiveSegment(tally: tally.tally, generation: list.generation, latest: latest, isLast: isLast)
        segment.tally.coverage = classifier.ledger.accounts.mapValues(Coverage.init)
        segment.add(losses, in: Hour(containing: worker.settings.clocks.wall()))
        (losses, latest) = (PacketLoss(), nil)
        worker.desk.deliver(segment)
        worker.settings.inbox.post(.segmentDelivered)
    }
}

extension LiveSegment {
    /// Notes losses in the hour in which they were noticed: lost packets state no time.
    fileprivate mutating func add(_ losses: PacketLoss, in hour: Hour) {
        if !losses.isNone { tally.coverage[hour, default: Coverage()].add(losses) }
    }
}
