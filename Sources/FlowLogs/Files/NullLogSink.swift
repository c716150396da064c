package import NetworkTypes

/// Takes records and lets them go, where only the place behind them is of interest.
package struct NullLogSink: LogSink {
    package init() {}

    package func concerns(_ source: IPAddress, _ destination: IPAddress) -> Bool { false }
    package mutating func record(_ record: LogRecord, from origin: LogOrigin) {}
    package mutating func sample(_ sample: SampledFrame, from origin: LogOrigin) {}
    package mutating func note(_ loss: LogLoss, count: UInt64, at time: Timestamp?, from origin: LogOrigin) {}
}
