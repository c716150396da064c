import CensusQueries
import Runtime

extension ConfigurationFile {
    /// What the file says of events, as far as it can be used, and everything that is wrong with the rest.
    private var examinedEvents: (settings: EventSettings, problems: [SettingProblem]) {
        let (settings, problems) = EventSettings.examine(events)
        return (
            settings,
            problems.map { problem in
                SettingProblem(
                    .file(path: path, line: problem.line, key: "\(Self.eventsName): \(problem.name)"), problem.reason)
            }
        )
    }

    var eventProblems: [SettingProblem] { examinedEvents.problems }

    /// - Throws: ``ConfigurationProblem`` where something is wrong.
    func eventSettings() throws -> EventSettings {
        let (settings, problems) = examinedEvents
        guard problems.isEmpty else { throw ConfigurationProblem(problems.map(\.description)) }
        return settings
    }
}
