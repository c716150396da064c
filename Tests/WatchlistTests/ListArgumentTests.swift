import CensusModel
import Testing

@testable import Watchlist

@Suite("A list as the operator names it")
struct ListArgumentTests {
    private func read(_ argument: String) -> ListArgument { ListArgument(argument) { $0 == "there:list" } }

    @Test("is cut at its first colon where all before that is a format and options")
    func options() {
        let full = read("ipsum,class=c2,label=Mine,confidence=80:a:b.txt")
        #expect(full.path == "a:b.txt" && full.format == .ipsum)
        #expect(full.defaults == EntryDefaults(threatClass: .c2, label: "Mine", confidence: 80))
        let classed = read(",class=scanner:list.txt")
        #expect(classed.path == "list.txt" && classed.format == nil)
        #expect(classed.defaults == EntryDefaults(threatClass: .scanner))
        #expect(read("feodo:x").format == .feodo)
        #expect(read("plain:-").name == "standard input")
    }

    @Test(
        "is a path otherwise",
        arguments: [
            "list.txt", "C:list.txt", "unknown:list", ":list", "there:list", "ipsum,class=botnet:list",
            "ipsum,class=c2,class=c2:list", "ipsum,:list", ",label=:list", ",confidence=101:list",
            ",confidence=-1:list",
            ",colour=red:list", "class=c2:list", "ipsum,class=c2",
        ])
    func paths(argument: String) {
        #expect(read(argument).path == argument)
        #expect(read(argument).defaults == EntryDefaults())
    }

    @Test("says what is wrong where options seem to be meant")
    func problems() {
        #expect(read("ipsum,class=botnet:list").problem?.contains("'ipsum,class=botnet' is not a format") == true)
        #expect(read("list.txt").problem == nil && read("feodo:x").problem == nil)
    }
}
