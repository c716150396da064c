import FlowLogs
import NetworkTypes

/// Keeps what a reader hands out.
struct KeptLog: LogSink, Equatable {
    struct Kept<Value: Equatable>: Equatable {
        let value: Value
        let origin: LogOrigin
    }

    struct Loss: Equatable {
        let loss: LogLoss
        let count: UInt64
        let time: Timestamp?
        let origin: LogOrigin
    }

    enum Item: Equatable {
        case record(LogRecord, LogOrigin)
        case sample(SampledFrame, LogOrigin)
    }

    /// Records and samples, in order.
    var items: [Item] = []
    var losses: [Loss] = []

    var records: [LogRecord] {
        items.compactMap { if case .record(let record, _) = $0 { record } else { nil } }
    }

    var samples: [SampledFrame] {
        items.compactMap { if case .sample(let sample, _) = $0 { sample } else { nil } }
    }

    mutating func record(_ record: LogRecord, from origin: LogOrigin) { items.append(.record(record, origin)) }
    mutating func sample(_ sample: SampledFrame, from origin: LogOrigin) { items.append(.sample(sample, origin)) }

    mutating func note(_ loss: LogLoss, count: UInt64, at time: Timestamp?, from origin: LogOrigin) {
        losses.append(Loss(loss: loss, count: count, time: time, origin: origin))
    }

    /// How much was lost in one way.
    func count(_ loss: LogLoss) -> UInt64 {
        losses.filter { $0.loss == loss }.reduce(0) { $0 + $1.count }
    }

    /// All that was lost, by way.
    var totals: [LogLoss: UInt64] {
        losses.reduce(into: [:]) { $0[$1.loss, default: 0] += $1.count }
    }
}

/// Counts what a reader hands out, and keeps none of it.
struct KeptTotals: LogSink {
    private(set) var records = 0
    private(set) var samples = 0
    private(set) var totals: [LogLoss: UInt64] = [:]

    mutating func record(_ record: LogRecord, from origin: LogOrigin) { records += 1 }
    mutating func sample(_ sample: SampledFrame, from origin: LogOrigin) { samples += 1 }

    mutating func note(_ loss: LogLoss, count: UInt64, at time: Timestamp?, from origin: LogOrigin) {
        totals[loss, default: 0] += count
    }
}
