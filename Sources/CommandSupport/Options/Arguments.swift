public import ArgumentParser
package import CensusExport
public import CensusModel
import CensusNotice
package import CensusQueries
package import CensusReport
import HourlyRollup
public import NetworkTypes

// The words of the command line, read into the vocabulary of the pipeline.

extension ExportFormat: ExpressibleByArgument {}

extension ReportFormat: ExpressibleByArgument {}

extension HostChoice: ExpressibleByArgument {}

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
    /// The time that is meant.
    package var time: Timestamp { time(at: RequestTime.now) }

    /// The whole day, week, month or year that is meant.
    package var wholeUnit: (from: Timestamp, to: Timestamp)? { span(at: RequestTime.now) }

    /// What a relative time was taken for; `nil` for one that says it itself.
    package func notice(_ option: String) -> String? { isRelative ? "\(option) is taken for \(time)" : nil }
}

extension TrafficLight: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(label: argument)
    }
}
