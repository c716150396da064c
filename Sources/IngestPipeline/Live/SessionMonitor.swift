import Logging
import NetworkTypes
import PacketCapture
import Runtime

/// Looks from time to time at the clock, at what the workers count and at what is lost; tells the display and the log.
struct SessionMonitor {
    private let workers: [any LiveWorker]
    private let clocks: Clocks
    private let logger: Logger
    private let status: LiveStatus
    private var listLoadedAt: Int64
    private var clock = ClockWatch()
    private var meter = TrafficMeter()
    private var alarms: [DropAlarm]
    private var metrics: LiveMetrics

    init(of workers: [any LiveWorker], settings: WorkerSettings, status: LiveStatus, metrics: LiveMetrics) {
        self.workers = workers
        (clocks, logger) = (settings.clocks, settings.logger)
        listLoadedAt = clocks.steady()
        (self.status, self.metrics) = (status, metrics)
        alarms = Array(repeating: DropAlarm(), count: workers.count)
    }

    /// - Parameter now: nanoseconds on a steady clock.
    /// - Returns: whether the wall clock was set since the last look.
    mutating func look(_ now: Int64) -> Bool {
        for number in workers.indices {
            let losses = meter.newLosses(number, workers[number].counters.reading.losses)
            if let losses = alarms[number].take(losses, now: now) {
                for warning in workers[number].warnings(of: losses) { logger.warning("\(warning)") }
            }
        }
        let (total, rates) = (total, meter.rates(total, now: now))
        status.update { reading in
            (reading.packetsPerSecond, reading.bitsPerSecond, reading.total) = (rates.packets, rates.bits, total)
            reading.listAge = Double(now - listLoadedAt) / Double(Timestamp.nanosecondsPerSecond)
        }
        metrics.look(total, listAge: status.reading.listAge)
        return lookAtClock()
    }

    private mutating func lookAtClock() -> Bool {
        let reading = clocks.pair
        guard let step = clock.step(wall: reading.wall, steady: reading.steady) else { return false }
        let seconds = Double(abs(step)) / Double(Timestamp.nanosecondsPerSecond)
        logger.warning(
            "the clock was set \(step > 0 ? "forward" : "back") by \(seconds) s; packets are counted by the time they state"
        )
        return true
    }

    /// Notes that the lists in use were loaded now.
    mutating func noteNewList(entries: Int) {
        listLoadedAt = clocks.steady()
        metrics.noteList(entries: entries)
    }

    /// Logs the statistics as they are now.
    func report() {
        var reading = status.reading
        reading.total = total
        let line = StatisticsLine(reading)
        logger.info("\(line)", metadata: line.metadata)
    }

    private var total: TrafficReading {
        workers.reduce(into: TrafficReading()) { $0 += $1.counters.reading }
    }
}
