import CensusModel
import NetworkTypes

/// The numbers under which a tally keeps exporters: 0 is packets. All that find no number of their own are `others`.
struct ExporterNumbers: Sendable {
    private var exporters: [Exporter] = [.packets]
    private var numbers: [Exporter: UInt32] = [:]
    /// Records of one exporter come together, so the next look-up is most often for the same one.
    private var last: (exporter: Exporter, number: UInt32) = (.packets, 0)

    subscript(number: UInt32) -> Exporter { exporters[Int(number)] }

    /// The number of an exporter, which is added where it is new.
    mutating func number(of exporter: Exporter) -> UInt32 {
        guard exporter != last.exporter else { return last.number }
        last = (exporter, find(exporter))
        return last.number
    }

    private mutating func find(_ exporter: Exporter) -> UInt32 {
        guard !exporter.isPackets else { return 0 }
        if let number = numbers[exporter] { return number }
        guard exporters.count < FlowTable<UInt32>.exporterLimit - 1 || exporter == .others else {
            return number(of: .others)
        }
        let number = UInt32(exporters.count)
        exporters.append(exporter)
        numbers[exporter] = number
        return number
    }

    /// The numbers here of those of another tally, by their numbers there; `nil` where they are the same.
    mutating func numbers(of other: ExporterNumbers) -> [UInt32]? {
        guard !exporters.starts(with: other.exporters) else { return nil }
        return other.exporters.map { number(of: $0) }
    }
}

extension FlowTable.Key {
    init(_ observation: LogObservation, _ origin: Address, _ host: Address, _ exporter: UInt32) {
        self.init(
            origin: origin, host: host, hour: observation.hour.index,
            ports: UInt32(observation.hostPort) << 16 | UInt32(observation.originPort),
            attribution: observation.attribution.rawValue, transport: observation.transport.rawValue,
            exporter: exporter)
    }
}
