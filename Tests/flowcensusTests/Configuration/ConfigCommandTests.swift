import Foundation
import Testing

@Suite("Config")
struct ConfigCommandTests {
    @Test("check names everything that is wrong, with line and suggestion")
    func problems() throws {
        let configured = try ConfiguredFolder(
            """
            store: census.db
            watchlist: {a: b}
            format: jsonl
            sniff:
              interfaces: [eth0, [eth1]]
              workers: 0
              promiscuous: perhaps
              chekpoint: 5
            export:
              by: contry
              to: [2013, 2014]
              from:
            exprot:
              by: day
            merge: [a.db]
            nonsense: 1
            replay:
              again: true
              follow: true
            """)
        let run = try configured.run(["config", "check"], environment: ["FLOWCENSUS_STOR": "x"])
        #expect(run.status == 1)
        let lines = run.output.split(separator: "\n").map(String.init)
        let expected = [
            "2: watchlist: its commands have sections of their own, as 'watchlist check:'",
            "3: format: for report, watch, store info, simulate: The value 'jsonl' is invalid for '--format <format>'. "
                + "Did you mean 'json'?",
            "5: sniff: interfaces: line 5: each of the list is one value",
            "6: sniff: workers: --workers takes a number from 1 to 64.",
            "7: sniff: promiscuous: is true or false, and not 'perhaps'",
            "8: sniff: chekpoint: is no option of this command. Did you mean 'checkpoint'?",
            "10: export: by: The value 'contry' is invalid for '--by <grouping>'. Did you mean 'country'?",
            "11: export: to: is one value, and no list", "12: export: from: has no value",
            "13: exprot: is no command. Did you mean 'export'?", "15: merge: is a command: indent its options below it",
            "16: nonsense: is no option of any command",
            "18: replay: again: --again and --follow exclude each other.",
        ]
        #expect(lines.count == expected.count + 1, "\(run.output)")
        for (line, words) in zip(lines, expected) {
            #expect(line.hasPrefix("\(configured.path):\(words)"), "\(line)")
        }
        #expect(lines.last == "FLOWCENSUS_STOR: is no option. Did you mean 'FLOWCENSUS_STORE'?")
    }

    @Test("check finds the sample sound, as it is and with all of its settings in use")
    func sample() throws {
        let text = try Repository.text("Samples/flowcensus.yaml")
        let asItIs = try ConfiguredFolder(text)
        #expect(try asItIs.run(["config", "check"]).status == 0)
        #expect(try asItIs.run(["config", "show"]).output.isEmpty)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("#") && !(line.hasPrefix("# ") && !line.hasPrefix("#  ")) ? line.dropFirst() : line
        }
        let inUse = try ConfiguredFolder(lines.joined(separator: "\n"))
        let run = try inUse.run(["config", "check"])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        let shown = try inUse.run(["config", "show", "collect"]).output
        #expect(shown.contains("  ports: [2055, \"192.0.2.1:6343\"]  # \(inUse.path):"))
    }

    @Test("show prints what holds and where it comes from, and reads back as a configuration")
    func show() throws {
        let configured = try ConfiguredFolder(
            "store: clickhouse://reader:geheim@db:8123/census?token=geheim\nexport: {from: -24h, one-way: yes}\n")
        let run = try configured.run(["config", "show", "export"], environment: ["FLOWCENSUS_CLASS": "[c2, backdoor]"])
        #expect(run.status == 0)
        #expect(!run.output.contains("geheim"))
        let expected = [
            "export:", "  store: \"clickhouse://reader:…@db:8123/census?…\"  # \(configured.path):1",
            "  from: \"-24h\"  # \(configured.path):2", "  format: csv  # default",
            "  one-way: true  # \(configured.path):2", "  by: \"origin,hour\"  # default",
            "  class: [c2, backdoor]  # FLOWCENSUS_CLASS",
        ]
        #expect(run.output == expected.map { $0 + "\n" }.joined())
        let again = try ConfiguredFolder(run.output)
        #expect(try again.run(["config", "check"]).status == 0)
        #expect(try configured.run(["config", "show", "exprot"]).status == 2)
    }

    @Test("knows the section of every command, and every option has a key of its own")
    func everyCommand() throws {
        let run = try CommandRun(["--experimental-dump-help"])
        let commands = try CommandDump.runnable(run.output)
        #expect(commands.count > 20)
        let configurable = commands.filter { $0.words.first != "config" }
        for command in configurable {
            #expect(command.keys.contains("config"), "\(command.words) takes no --config")
            #expect(Set(command.keys).count == command.keys.count, "\(command.words): \(command.keys)")
        }
        let sections = configurable.map { "\($0.words.joined(separator: " ")): {no-such-option: 1}\n" }
        let check = try ConfiguredFolder(sections.joined()).run(["config", "check"])
        #expect(check.output.split(separator: "\n").count == configurable.count, "\(check.output)")
    }

    @Test("check tries values that a command looks at only when it has all it needs")
    func validation() throws {
        let configured = try ConfiguredFolder(
            "notify: {contact: nobody}\nsimulate: {divide: 0}\ncollect: {ports: nonsense}\nexport: {country: US}\n")
        let run = try configured.run(["config", "check"])
        let lines = run.output.split(separator: "\n").map { $0.dropFirst(configured.path.count) }
        #expect(
            lines == [
                ":1: notify: contact: --contact takes an e-mail address.",
                ":2: simulate: divide: --divide takes a number from 1 up.",
                ":3: collect: ports: 'nonsense' is not a port: write 2055, 192.0.2.1:2055 or '[2001:db8::1]:2055'.",
                ":4: export: country: --country needs a country file, which says where origins are: give --geo as well.",
            ])
    }

    @Test("finds that every option that is a time takes relative times, weeks and dates")
    func times() throws {
        let commands = try CommandDump.runnable(CommandRun(["--experimental-dump-help"]).output)
        let times = commands.flatMap { command in command.times.map { (command.words.joined(separator: " "), $0) } }
        #expect(Set(times.map(\.1)).isSuperset(of: ["from", "to", "before", "at", "period"]))
        for text in ["yesterday", "last week", "last month", "2026-W48", "2013-05-31"] {
            let sections = Dictionary(grouping: times) { $0.0 }.map { name, options in
                // A period stands for both of its ends.
                let period = options.filter { $0.1 == "period" }
                return name + ":\n" + (period.isEmpty ? options : period).map { "  \($0.1): \(text)\n" }.joined()
            }
            let run = try ConfiguredFolder(sections.joined()).run(["config", "check"])
            #expect(run.status == 0, "\(run.output)")
        }
    }

    @Test(
        "refuses hostile files in words, with the place",
        arguments: [
            ("a: &a [x]\nb: *a\n", ":1: anchors"), ("store: a\nstore: b\n", ":2: 'store' stands in line 1 already"),
            ("sniff:\n\tworkers: 1\n", ":2: found character that cannot start any token"),
            ("- store\n", ":1: a configuration is made of lines"),
            ("census.db", ":1: a configuration is made of lines"),
            ("store: a\u{0}b\n", ":1: control characters"), ("store: \"a\\0b\"\n", ":1: store: holds a NUL character"),
            ("{\"\\e[31mred\": 1}", ":1: \\u{1B}[31mred: is no option"),
        ])
    func hostile(text: String, words: String) throws {
        for arguments in [["store", "info"], ["config", "check"], ["config", "show", "export"]] {
            let run = try ConfiguredFolder(text).run(arguments)
            #expect(run.status != 0)
            let said = run.output + run.errors
            #expect(said.contains("flowcensus.yaml\(words)"), "\(said)")
            #expect(!said.contains("\u{1B}") && !said.contains("\0"))
        }
    }

    @Test("refuses files that are too long, deep or folders, and takes a byte order mark")
    func sizes() throws {
        let long = try ConfiguredFolder("# " + String(repeating: "x", count: 1_100_000))
        #expect(try long.run(["store", "info"]).errors.contains("holds more than 1048576 bytes"))
        let deep = try ConfiguredFolder("store: " + String(repeating: "[", count: 500_000))
        #expect(try deep.run(["store", "info"]).status == 2)
        #expect(try CommandRun(["store", "info", "--config", "/"]).errors.contains("is a folder"))
        #expect(try CommandRun(["store", "info", "--config", "/dev/zero"]).errors.contains("holds more than"))
        let marked = try ConfiguredFolder("\u{FEFF}store: /nowhere.db\r\n")
        #expect(try marked.run(["store", "info"]).errors.contains("/nowhere.db: there is no such store"))
    }
}

/// The commands of `--experimental-dump-help`, read apart from the product's own reader.
enum CommandDump {
    static func runnable(_ text: String) throws -> [(words: [String], keys: [String], times: [String])] {
        let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return commands(try #require(root?["command"] as? [String: Any]), [])
    }

    private static func commands(
        _ command: [String: Any], _ words: [String]
    ) -> [(words: [String], keys: [String], times: [String])] {
        let below = (command["subcommands"] as? [[String: Any]] ?? []).filter { $0["commandName"] as? String != "help" }
        guard below.isEmpty else {
            return below.flatMap { commands($0, words + [$0["commandName"] as? String ?? ""]) }
        }
        let arguments = command["arguments"] as? [[String: Any]] ?? []
        let keys = arguments.map(key)
        let times = arguments.filter { ["time", "period"].contains($0["valueName"] as? String) }.map(key)
        return [(words, keys, times)]
    }

    private static func key(_ argument: [String: Any]) -> String {
        let name = (argument["names"] as? [[String: Any]])?.first { $0["kind"] as? String == "long" }?["name"]
        let isRepeating = argument["isRepeating"] as? Bool == true
        return name as? String ?? (argument["valueName"] as? String ?? "") + (isRepeating ? "s" : "")
    }
}
