package import CensusModel

/// What decides beside the list and the networks how records of flow logs count.
package struct RecordRules: Sendable {
    /// Who is held to tell of records that name no exporter: the program whose format it is.
    package var program: Exporter
    /// Others in its place, by the domain that their records have: logs of one program that lie beside each other and may tell
    /// of one flow.
    package var besides: [UInt32: Exporter]
    /// Whether a record that touches more than two hours is spread over all of them.
    package var spreadsLongRecords: Bool

    package init(program: Exporter, besides: [UInt32: Exporter] = [:], spreadsLongRecords: Bool = false) {
        (self.program, self.besides, self.spreadsLongRecords) = (program, besides, spreadsLongRecords)
    }
}
