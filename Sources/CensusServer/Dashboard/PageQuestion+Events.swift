import CensusEvents
import CensusModel
import NetworkTypes

extension PageQuestion {
    func fillEvents(_ page: inout Page) throws {
        page.title = "Events"
        page.statement = [
            "What was new, the newest first. 'flowcensus watch' looks for it after each commit, notes it here and tells of it elsewhere."
        ]
        let events = try NotedEvents(store, hours, context.pseudonyms).newest(Page.Table.mostRows)
        page.tables = [
            Page.Table(
                "events", "Noted in this period", request: "events?\(range)", events.rows, of: NotedEvent.columns,
                showing: ["time", "severity", "event", "message", "origin", "host"], rowCount: events.count, link: link)
        ]
    }
}
