import NetworkTypes
import Runtime

/// The captures or flow logs of a simulation: one file, or one for each day or month.
struct CaptureFiles {
    private let options: SimulateOptions
    private let header: [UInt8]
    private var current: (name: String, output: TextOutput)?
    private(set) var count = 0

    init(_ options: SimulateOptions, header: [UInt8]) {
        self.options = options
        self.header = header
    }

    /// Appends an hour's records to the file in which they belong.
    mutating func write(_ records: [UInt8], of hour: Hour) throws {
        let name = name(of: hour)
        if current?.name != name {
            try finish()
            let output = try TextOutput(path: "\(options.folder)/\(name)", for: .asUsual)
            try output.write(header)
            current = (name, output)
            count += 1
        }
        try current?.output.write(records)
    }

    /// Gives the last file its name.
    mutating func finish() throws {
        try current?.output.finish()
        current = nil
    }

    /// `capture.pcap`, `conn.log`, `capture-2013-05-31.pcap` or `capture-2013-05.pcap`.
    private func name(of hour: Hour) -> String {
        let date = options.split.date(of: hour)
        return options.log?.name(date) ?? "capture\(date).\(options.format.rawValue)"
    }
}

extension CaptureSplit {
    /// What the names of the files of an hour say of it: `-2013-05-31`.
    func date(of hour: Hour) -> String {
        switch self {
        case .one: ""
        case .day: "-\(hour.description.prefix(10))"
        case .month: "-\(hour.description.prefix(7))"
        }
    }
}
