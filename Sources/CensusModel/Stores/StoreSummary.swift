package import NetworkTypes

/// What is in a store.
package struct StoreSummary: Equatable, Sendable {
    package let path: String
    /// Bytes of the file and of the log beside it.
    package let fileLength: UInt64
    package let logLength: UInt64
    /// Version of the tables.
    package let version: Int
    package var firstHour: Hour?
    package var lastHour: Hour?
    package var flows: UInt64 = 0
    package var origins = 0
    package var hosts = 0
    /// The hours whose counts outlived their flows; `nil` where there are none.
    package var kept: KeptSummary?
    /// Over all hours.
    package var coverage = Coverage()
    /// Who told of flows beside packets, sorted.
    package var exporters: [ExporterSummary] = []
    /// By name; empty where no source has one and none ships.
    package var sensors: [SensorSummary] = []
    /// In the order in which they were begun.
    package var sources: [Source] = []
    /// Captures of which an earlier version kept the name alone.
    package var earlierCaptures: [String] = []
    /// In the order in which they were first used.
    package var lists: [List] = []
    /// What decided beside the lists whether a packet counts; `nil` where that is not known.
    package var basis: CountingBasis?
    /// Processes that have it open for writing.
    package var writers: [String] = []

    package init(path: String, fileLength: UInt64, logLength: UInt64, version: Int) {
        self.path = path
        self.fileLength = fileLength
        self.logLength = logLength
        self.version = version
    }

    /// Of which hours counts outlived their flows.
    package struct KeptSummary: Equatable, Sendable {
        package let first: Hour
        package let last: Hour
        package let hours: Int
        /// How many of them have rows by country.
        package let hoursWithCountries: Int
        /// Records of flows that were counted into these hours later, and are in no row.
        package let laterRecords: UInt64

        package init(first: Hour, last: Hour, hours: Int, hoursWithCountries: Int, laterRecords: UInt64) {
            (self.first, self.last, self.hours) = (first, last, hours)
            (self.hoursWithCountries, self.laterRecords) = (hoursWithCountries, laterRecords)
        }
    }

    /// What an exporter told over all hours.
    package struct ExporterSummary: Equatable, Sendable {
        package let name: String
        package let firstHour: Hour
        package let lastHour: Hour
        package let records: RecordCoverage

        package init(name: String, firstHour: Hour, lastHour: Hour, records: RecordCoverage) {
            (self.name, self.firstHour, self.lastHour, self.records) = (name, firstHour, lastHour, records)
        }
    }

    /// Something that was counted: a capture, a session on live interfaces, or all that an earlier version counted.
    package struct Source: Equatable, Sendable {
        package let kind: String
        package let name: String
        package let packets: UInt64
        /// Records of flow logs.
        package let records: UInt64
        /// By the kernel and the interfaces; of flow logs also records that were lost on their way.
        package let dropped: UInt64
        package let begun: String
        package let committed: String
        /// The lists that it was counted with; several sets where parts of it were counted with different ones. None where
        /// that is not known.
        package let lists: [ListSet]
        /// The name of the sensor that counted it; empty without a sensor.
        package let sensor: String

        package init(
            kind: String, name: String, packets: UInt64, records: UInt64 = 0, dropped: UInt64, begun: String,
            committed: String, lists: [ListSet], sensor: String = ""
        ) {
            (self.kind, self.name, self.packets, self.dropped) = (kind, name, packets, dropped)
            self.records = records
            (self.begun, self.committed, self.lists, self.sensor) = (begun, committed, lists, sensor)
        }
    }

    /// A version of a list that was in use.
    package struct List: Equatable, Sendable {
        package let name: String
        package let version: String
        package let entries: Int
        package let firstUsed: String

        package init(name: String, version: String, entries: Int, firstUsed: String) {
            (self.name, self.version, self.entries, self.firstUsed) = (name, version, entries, firstUsed)
        }
    }
}
