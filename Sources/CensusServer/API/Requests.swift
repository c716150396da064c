import ArgumentParser
import CensusExport
import CensusModel
import CensusQueries
import CensusReport
import CommandSupport
import HourlyRollup
import NetworkTypes

/// The requests of the API, each with the options of a command as its parameters: the command line's parser reads both.
struct Requests: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api",
        subcommands: [
            CountsRequest.self, FlowsRequest.self, ReportRequest.self, CoverageRequest.self, SourcesRequest.self,
            ListsRequest.self, EventsRequest.self,
        ])

    static let all: [any APIRequest.Type] = [
        CountsRequest.self, FlowsRequest.self, ReportRequest.self, CoverageRequest.self, SourcesRequest.self,
        ListsRequest.self, EventsRequest.self,
    ]
}

/// A request as its parameters make it.
protocol APIRequest: ParsableCommand {
    /// What is assumed for parameters that are not given, where it is not what the command assumes.
    static var assumed: [String: String] { get }
    /// The types that the answer may have.
    static var types: [String] { get }

    /// - Parameter key: what tells the request from others.
    func answer(_ context: AnswerContext, key: String) throws -> TextAnswer
}

extension APIRequest {
    static var assumed: [String: String] { ["format": ExportFormat.jsonl.rawValue] }
    static var types: [String] { ExportFormat.allCases.map(\.mediaType) }
    static var name: String { configuration.commandName ?? "" }
}

extension ExportFormat {
    var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .jsonl: "application/jsonl; charset=utf-8"
        }
    }
}

extension ReportFormat {
    var mediaType: String {
        switch self {
        case .text: "text/plain; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        case .html: "text/html; charset=utf-8"
        }
    }
}

struct CountsRequest: APIRequest {
    static let configuration = CommandConfiguration(
        commandName: "counts",
        abstract: "The hourly counts, or another grouping of them, as 'flowcensus export' writes them.")

    @OptionGroup var rows: QueryOptions
    @OptionGroup var evidence: EvidenceOptions
    @OptionGroup var counts: CountArguments

    func answer(_ context: AnswerContext, key: String) throws -> TextAnswer {
        try context.check(counts.flows)
        return TextAnswer(counts.query(rows, evidence), context, key: key)
    }
}

struct FlowsRequest: APIRequest {
    static let configuration = CommandConfiguration(
        commandName: "flows", abstract: "The evidence behind the counts, as 'flowcensus flows' writes it.")

    @OptionGroup var rows: QueryOptions
    @OptionGroup var evidence: EvidenceOptions
    @OptionGroup var arguments: FlowArguments

    func answer(_ context: AnswerContext, key: String) throws -> TextAnswer {
        try context.check(arguments.flows)
        return TextAnswer(arguments.query(rows, evidence), context, key: key)
    }
}

struct ReportRequest: APIRequest {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "What a period shows, as 'flowcensus report' states it.")
    static let assumed = ["format": ReportFormat.json.rawValue]
    static let types = ReportFormat.allCases.map(\.mediaType)

    @OptionGroup var time: PeriodOptions
    @OptionGroup var evidence: EvidenceOptions
    @OptionGroup var report: ReportArguments
    @OptionGroup var marking: ReportMarking
    @OptionGroup var naming: ReportHostsOption

    func answer(_ context: AnswerContext, key: String) throws -> TextAnswer {
        try context.checkDisclosure(ofHosts: naming.hosts)
        let query = report.query(time, evidence, marking, software: context.software)
        let hosts = naming.hosts?.disclosure(context.names)
        var answer = TextAnswer(query.format.mediaType, key: "\(key) \(query.hours)", isWhole: true) { store, output in
            let text = try query.text(
                store, context.enrichments, storeNamed: context.storeName, disclosing: hosts)
            try output(Array(text.utf8))
        }
        if query.format == .html { answer.headers = { [ContentSecurity.header(forStylesIn: $0)] } }
        return answer
    }
}

struct CoverageRequest: APIRequest {
    static let configuration = CommandConfiguration(
        commandName: "coverage", abstract: "What was seen and what was missed, by hour, exporter and reason.")

    @OptionGroup var rows: QueryOptions

    func answer(_ context: AnswerContext, key: String) throws -> TextAnswer {
        TextAnswer(rows, key: key) { store, hours in
            CoverageCount.rows(try store.coverage(in: hours), context.pseudonyms)
        }
    }
}

struct SourcesRequest: APIRequest {
    static let configuration = CommandConfiguration(
        commandName: "sources", abstract: "The captures, logs and sessions that were counted.")

    @OptionGroup var format: FormatOption

    func answer(_ context: AnswerContext, key: String) throws -> TextAnswer {
        TextAnswer(format.format, key: key) { store in
            try store.sources().map { CountedSource($0, context.pseudonyms) }
        }
    }
}

struct ListsRequest: APIRequest {
    static let configuration = CommandConfiguration(
        commandName: "lists",
        abstract: "The lists that the census was counted with, and how old they are where feeds bring them.")

    @OptionGroup var format: FormatOption

    func answer(_ context: AnswerContext, key: String) throws -> TextAnswer {
        // Ages hold for a minute.
        let now = RequestTime.now
        return TextAnswer(format.format, key: "\(key) \(ListAges.minute(now))") { try AgedList.all($0, now: now) }
    }
}

struct EventsRequest: APIRequest {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "What 'flowcensus watch' noted as new, in the order in which it was noted.")

    @OptionGroup var rows: QueryOptions

    func answer(_ context: AnswerContext, key: String) throws -> TextAnswer {
        TextAnswer(rows, key: key) { store, hours in
            var events: [NotedEvent] = []
            try NotedEvents(store, hours, context.pseudonyms).forEachEvent { events.append($0) }
            return events
        }
    }
}

/// In what form rows are written that have no other parameter.
struct FormatOption: ParsableArguments {
    @Option(help: "csv, or jsonl for one JSON object a line.")
    var format: ExportFormat = .csv
}

extension AnswerContext {
    func check(_ flows: FlowOptions) throws {
        try checkChoice(ofHosts: !flows.host.isEmpty)
        try checkChoice(ofCountries: !flows.country.isEmpty)
    }
}
