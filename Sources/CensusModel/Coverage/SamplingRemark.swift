/// The remarks that say how many records state a sampling rate.
///
/// Of one exporter and hour the sixteen lowest rates are told apart, and all others are counted as one: a forger may state any
/// number of them. Which these are depends on the rates alone and not on the order in which they came: a rate that is given up
/// in a part has sixteen lower ones there, and so it has in the whole.
package enum SamplingRemark {
    package static let mostRates = 16
    private static let prefix = "sampling_1_in_"
    private static let others = "sampling_at_other_rates"

    /// - Parameter interval: one packet in so many; 0 for all rates that are not told apart.
    package static func name(_ interval: UInt32) -> String {
        interval == 0 ? others : "\(prefix)\(interval)"
    }

    /// Counts as one what is beyond the rates that are told apart.
    package static func limit(_ remarks: inout [String: UInt64]) {
        guard remarks.count > mostRates else { return }
        let rates = remarks.keys.compactMap { name in
            name.hasPrefix(prefix) ? UInt32(name.dropFirst(prefix.count)) : nil
        }
        guard rates.count > mostRates else { return }
        for rate in rates.sorted().dropFirst(mostRates) {
            guard let count = remarks.removeValue(forKey: name(rate)) else { continue }
            remarks[others] = (remarks[others] ?? 0).addingClamped(count)
        }
    }
}
