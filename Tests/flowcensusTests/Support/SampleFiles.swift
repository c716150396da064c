import Foundation

/// The sample, and how it is counted.
enum SampleFiles {
    static let capture = Repository.path("Samples/sample.pcap")
    static let watchlist = Repository.path("Samples/watchlist.csv")

    static func replay(_ captures: [String], store: String, _ options: [String] = []) throws -> CommandRun {
        try CommandRun(["replay"] + captures + ["--watchlist", watchlist, "--store", store] + options)
    }

    /// The hourly counts of a store.
    static func counts(in store: String) throws -> String {
        try CommandRun(["export", "--store", store]).output
    }
}
