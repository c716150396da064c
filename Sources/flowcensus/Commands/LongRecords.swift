import ArgumentParser

/// Where a record of a flow log counts that touches more than two hours.
enum LongRecords: String, CaseIterable, ExpressibleByArgument {
    /// In the hour of its first packet and in that of its last.
    case ends
    /// In all hours that get a packet of it.
    case spread
}
