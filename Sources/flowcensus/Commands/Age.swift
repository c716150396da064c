import ArgumentParser

/// A time that lies back, as the operator writes it: 48h, 365d, 12w.
struct Age: ExpressibleByArgument {
    let hours: Int32

    private static let hoursOfUnits: [Character: Int32] = ["h": 1, "d": 24, "w": 168]
    /// A hundred years.
    private static let most: Int32 = 876_600

    init?(argument: String) {
        guard let unit = argument.last.flatMap({ Self.hoursOfUnits[$0] }), let number = Int32(argument.dropLast()),
            number > 0, number <= Self.most / unit
        else { return nil }
        hours = number * unit
    }
}
