package import NetworkTypes

/// What a watch looks at, and where it tells of it.
package struct WatchOptions: Sendable {
    package var settings: EventSettings
    package var enrichment = EnrichmentOptions()
    package var seesOneWay = false
    /// Folders of lists that are watched, too.
    package var listFolders: [String] = []
    /// From which time on events are told, where the store has not been watched before; `nil` for the present hour.
    package var begin: Timestamp?

    package init(_ settings: EventSettings) {
        self.settings = settings
    }
}
