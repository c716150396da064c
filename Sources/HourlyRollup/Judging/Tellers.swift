import CensusModel

/// Those who tell of flows by numbers of eight bits: packets, and exporters of flow logs in the order in which they came.
struct Tellers: Sendable {
    private var exporters: [Exporter] = [.packets]
    private var numbers: [Exporter: UInt8] = [:]
    /// That came last.
    private var last = (exporter: Exporter.packets, number: UInt8(0))

    /// The number of an exporter; `nil` where all are taken.
    @inline(__always)
    mutating func number(of exporter: Exporter) -> UInt8? {
        exporter == last.exporter ? last.number : numberOfOther(exporter)
    }

    private mutating func numberOfOther(_ exporter: Exporter) -> UInt8? {
        if let number = numbers[exporter] {
            last = (exporter, number)
            return number
        }
        guard let number = UInt8(exactly: exporters.count) else { return nil }
        exporters.append(exporter)
        (numbers[exporter], last) = (number, (exporter, number))
        return number
    }

    /// The exporter of a number that was given.
    func exporter(_ number: UInt8) -> Exporter { exporters[Int(number)] }
}
