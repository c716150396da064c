package import CensusModel
package import NetworkTypes

/// What is in a store.
package struct StoreSummary: Equatable, Sendable {
    package let path: String
    /// Bytes of the file and of the log beside it.
    package let fileLength: UInt64
    package let logLength: UInt64
    /// Version of the tables.
    package let version: Int
    package internal(set) var firstHour: Hour?
    package internal(set) var lastHour: Hour?
    package internal(set) var flows: UInt64 = 0
    package internal(set) var origins = 0
    package internal(set) var hosts = 0
    /// Over all hours.
    package internal(set) var coverage = Coverage()
    /// In the order in which they were begun.
    package internal(set) var sources: [Source] = []
    /// Captures of which an earlier version kept the name alone.
    package internal(set) var earlierCaptures: [String] = []
    /// In the order in which they were first used.
    package internal(set) var lists: [List] = []
    /// Processes that have it open for writing.
    package internal(set) var writers: [String] = []

    init(path: String, fileLength: UInt64, logLength: UInt64, version: Int) {
        self.path = path
        self.fileLength = fileLength
        self.logLength = logLength
        self.version = version
    }

    /// Something that was counted: a capture, a session on live interfaces, or all that an earlier version counted.
    package struct Source: Equatable, Sendable {
        package let kind: String
        package let name: String
        package let packets: UInt64
        /// By the kernel and the interfaces.
        package let dropped: UInt64
        package let begun: String
        package let committed: String
    }

    /// A version of a list that was in use.
    package struct List: Equatable, Sendable {
        package let name: String
        package let version: String
        package let entries: Int
        package let firstUsed: String
    }
}
