package import CensusModel

/// What decides beside the list and the networks how records of flow logs count.
package struct RecordRules: Sendable {
    /// Who is held to tell of records that name no exporter: the program whose format it is.
    package var program: Exporter
    /// Whether a record that touches more than two hours is spread over all of them.
    package var spreadsLongRecords: Bool

    package init(program: Exporter, spreadsLongRecords: Bool = false) {
        (self.program, self.spreadsLongRecords) = (program, spreadsLongRecords)
    }
}
