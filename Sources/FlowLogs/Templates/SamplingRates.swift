/// The sampling that an exporter's options state: one packet in so many was looked at, by the number of the sampler.
struct SamplingRates: Sendable {
    private var rates: [(id: UInt64, interval: UInt32)] = []
    /// What is said of no sampler by number.
    private(set) var general: UInt32?

    static let limit = 64

    var isEmpty: Bool { rates.isEmpty && general == nil }

    subscript(_ id: UInt64) -> UInt32? {
        rates.first { $0.id == id }?.interval
    }

    /// - Parameter id: the sampler's number; `nil` where the options name none.
    mutating func set(_ id: UInt64?, _ interval: UInt32) {
        guard let id else {
            general = interval
            return
        }
        if let place = rates.firstIndex(where: { $0.id == id }) {
            rates[place].interval = interval
        } else {
            if rates.count == Self.limit { rates.removeFirst() }
            rates.append((id, interval))
        }
    }

    /// All that is known, for saving.
    var entries: [(id: UInt64?, interval: UInt32)] {
        (general.map { [(nil, $0)] } ?? []) + rates.map { ($0.id, $0.interval) }
    }
}

extension SamplingRates {
    /// The interval that a record itself states, be it of a flow or of options; `nil` where it states none.
    ///
    /// `samplingInterval` (34), `samplerRandomInterval` (50), and the parameters of RFC 5477: of systematic sampling by count,
    /// of random n-out-of-N, and of uniform probability, which is a number of 64 bits.
    static func stated(_ fields: borrowing RecordFields) -> UInt32? {
        if let interval = fields[.samplingInterval], interval > 0 { return UInt32(clamping: interval) }
        if let interval = fields[.randomInterval], interval > 0 { return UInt32(clamping: interval) }
        if let taken = fields[.packetInterval], taken > 0 {
            let (sum, overflow) = taken.addingReportingOverflow(fields.number(.packetSpace))
            return UInt32(clamping: (overflow ? .max : sum) / taken)
        }
        if let taken = fields[.sampleSize], taken > 0, let of = fields[.samplePopulation], of >= taken {
            return UInt32(clamping: of / taken)
        }
        if let bits = fields[.sampleProbability] {
            let probability = Double(bitPattern: bits)
            guard probability > 0, probability <= 1 else { return nil }
            return UInt32(min(1 / probability, Double(UInt32.max)).rounded())
        }
        return nil
    }

    /// The number of the sampler that a record names.
    static func sampler(_ fields: borrowing RecordFields) -> UInt64? {
        fields[.samplerID] ?? fields[.selectorID]
    }
}
