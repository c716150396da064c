public import ArgumentParser
import CensusExport
public import CensusModel
import CensusNotice
import CensusQueries
import CensusReport
import Foundation
import HourlyRollup
public import NetworkTypes
import PacketCapture
import PacketDecoding
import Watchlist

// The words of the command line, read into the vocabulary of the pipeline.

extension TunnelPolicy: ExpressibleByArgument {}

extension TrafficDirection: ExpressibleByArgument {}

extension ListTime: ExpressibleByArgument {}

extension ExportFormat: ExpressibleByArgument {}

extension ReportFormat: ExpressibleByArgument {}

extension ReportPeriod: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(calendar: argument)
    }
}

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

extension Timestamp {
    static var now: Timestamp {
        Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * Double(Timestamp.nanosecondsPerSecond)))
    }
}

extension Timestamp: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(parsing: argument)
    }
}

extension HostChoice: ExpressibleByArgument {}

extension TrafficLight: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(label: argument)
    }
}
