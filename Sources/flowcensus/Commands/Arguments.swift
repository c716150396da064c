public import ArgumentParser
import CensusEvents
import CensusExport
public import CensusModel
import CensusNotice
package import CensusQueries
import CensusReport
import HourlyRollup
public import NetworkTypes
import PacketCapture
import PacketDecoding
import Runtime
import Watchlist

// The words of the command line, read into the vocabulary of the pipeline.

extension TunnelPolicy: ExpressibleByArgument {}

extension TrafficDirection: ExpressibleByArgument {}

extension ListTime: ExpressibleByArgument {}

extension ExportFormat: ExpressibleByArgument {}

extension ReportFormat: ExpressibleByArgument {}

extension CountryCode: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(argument)
    }
}

extension Grouping: ExpressibleByArgument {
    public static var allValueStrings: [String] { allCases.map(\.rawValue) }

    public init?(argument: String) {
        self.init(name: argument)
    }
}

extension Grade: ExpressibleByArgument {
    public static var allValueStrings: [String] { allCases.map(\.name) }

    public init?(argument: String) {
        self.init(name: argument)
    }
}

extension ThreatClass: ExpressibleByArgument {
    public static var allValueStrings: [String] { allCases.map(\.name) }

    public init?(argument: String) {
        self.init(name: argument)
    }
}

extension IPAddress: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(parsing: argument.utf8)
    }
}

extension TransportProtocol: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(parsing: argument)
    }
}

extension TimeExpression: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension TimeExpression {
    /// The time that one run of the command takes for now: one for all its options.
    private static let now = SystemClock.now

    /// The time that is meant.
    var time: Timestamp { time(at: Self.now) }

    /// The whole day, week, month or year that is meant.
    var wholeUnit: (from: Timestamp, to: Timestamp)? { span(at: Self.now) }

    /// What a relative time was taken for; `nil` for one that says it itself.
    func notice(_ option: String) -> String? { isRelative ? "\(option) is taken for \(time)" : nil }
}

extension HostChoice: ExpressibleByArgument {}

extension EventFormat: ExpressibleByArgument {}

extension TrafficLight: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(label: argument)
    }
}
