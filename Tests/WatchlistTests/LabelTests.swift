import CensusModel
import NetworkTypes
import Testing
import Watchlist

@Suite("A label")
struct LabelTests {
    private func labels(_ text: String) throws -> [String: [String]] {
        let entries = try parse(text).entries
        return Dictionary(uniqueKeysWithValues: entries.map { ("\($0.prefix.address)", $0.labels) })
    }

    @Test("is a record's own, or the name of what wraps it, or else what its address does")
    func wrappings() throws {
        let labels = try labels(
            """
            {"results": [
              {"indicators": [
                {"indicator": "192.0.2.1", "label": "own", "role": "scanner"}, {"indicator": "192.0.2.2", "role": "c2"},
                {"indicator": "192.0.2.3"}], "name": "A pulse"},
              {"indicators": [{"indicator": "192.0.2.4", "role": "c2"}, {"indicator": "192.0.2.5"}]}]}
            """)
        #expect(labels["192.0.2.1"] == ["own"])
        #expect(labels["192.0.2.2"] == ["A pulse"])
        #expect(labels["192.0.2.3"] == ["A pulse"])
        #expect(labels["192.0.2.4"] == ["c2"])
        #expect(labels["192.0.2.5"] == [])
    }

    @Test("that begins with a zero byte stands for nothing else")
    func zeroBytes() throws {
        let labels = try labels(
            #"""
            {"name": "A feed", "indicators": [
              {"ip": "192.0.2.1", "label": "\u0000999"}, {"ip": "192.0.2.2", "label": "\u0000-1"},
              {"ip": "192.0.2.3", "label": "\u00000"}, {"ip": "192.0.2.4", "label": "\u00000\u00000\u0000x"},
              {"ip": "192.0.2.5"}]}
            """#)
        #expect(labels["192.0.2.1"] == ["\u{0}999"])
        #expect(labels["192.0.2.2"] == ["\u{0}-1"])
        #expect(labels["192.0.2.3"] == ["\u{0}0"])
        #expect(labels["192.0.2.4"] == ["\u{0}0\u{0}0\u{0}x"])
        #expect(labels["192.0.2.5"] == ["A feed"])
    }

    @Test("of an attribute in MISP's JSON is its own event's title, wherever that stands")
    func eventTitles() throws {
        func attribute(_ value: String, _ more: String = "") -> String {
            #"{"type": "ip-dst", "to_ids": true, "category": "Network activity", "value": "\#(value)"\#(more)}"#
        }
        let labels = try labels(
            """
            {"response": [
              {"Event": {"Attribute": [\(attribute("192.0.2.1", #", "comment": "c2 of it""#))], "info": "First"}},
              {"Event": {"info": "Second", "Attribute": [\(attribute("192.0.2.2"))]}},
              {"Event": {"Attribute": [
                \(attribute("192.0.2.3", #", "comment": "seen once""#)),
                \(attribute("192.0.2.4", #", "comment": "", "Tag": [{"name": "tlp:red"}, {"name": "a loader"}]"#)),
                \(attribute("192.0.2.5"))]}}]}
            """)
        #expect(labels["192.0.2.1"] == ["First"])
        #expect(labels["192.0.2.2"] == ["Second"])
        #expect(labels["192.0.2.3"] == ["seen once"])
        #expect(labels["192.0.2.4"] == ["a loader"])
        #expect(labels["192.0.2.5"] == ["Network activity"])
    }

    @Test("of an attribute that MISP exports without its event is that event's title all the same")
    func attributesAlone() throws {
        let labels = try labels(
            """
            {"response": {"Attribute": [
              {"type": "ip-dst", "to_ids": true, "value": "192.0.2.1", "Event": {"id": "1", "info": "A title"}},
              {"type": "ip-dst", "to_ids": true, "value": "192.0.2.2",
               "Tag": [{"name": "kill-chain:Delivery"}, {"name": "misp-galaxy:malpedia=\\"Emotet\\""}]}]}}
            """)
        #expect(labels["192.0.2.1"] == ["A title"])
        #expect(labels["192.0.2.2"] == ["Emotet"])
    }

    @Test("of an attribute in MISP's CSV is the event's title, or else its comment, its most telling tag, its category")
    func table() throws {
        let tag = #""tlp:white,misp-galaxy:threat-actor=""A, B"",c2""#
        let labels = try labels(
            """
            uuid,event_id,category,type,value,comment,to_ids,date,attribute_tag,event_info,event_tag
            1,7,Network activity,ip-dst,192.0.2.1,a comment,1,1705300000,\(tag),The event,
            2,7,Network activity,ip-dst,192.0.2.2,a comment,1,1705300000,\(tag),,
            3,7,Network activity,ip-dst,192.0.2.3,,1,1705300000,\(tag),,
            4,7,Network activity,ip-dst,192.0.2.4,,1,1705300000,tlp:red,,
            5,7,Network activity,ip-dst,192.0.2.5,,1,1705300000,,,
            """)
        #expect(labels["192.0.2.1"] == ["The event"])
        #expect(labels["192.0.2.2"] == ["a comment"])
        #expect(labels["192.0.2.3"] == ["A, B"])
        #expect(labels["192.0.2.4"] == ["Network activity"])
        #expect(labels["192.0.2.5"] == ["Network activity"])
    }

    @Test("and the class of an attribute in MISP's CSV come from whatever says one, as in its JSON")
    func tableClasses() throws {
        let entries = try parse(
            """
            uuid,event_id,category,type,value,comment,to_ids,date,attribute_tag,event_info
            1,7,Network activity,ip-dst,192.0.2.1,c2 server,1,1705300000,,A title
            2,7,Network activity,ip-dst,192.0.2.2,scanner,1,1705300000,sinkhole,A title
            3,7,Network activity,ip-dst,192.0.2.3,,1,1705300000,kill-chain:Command and Control,A title
            4,7,Network activity,ip-dst,192.0.2.4,,1,1705300000,,A title
            """
        ).entries
        #expect(entries.map(\.threatClass) == [.c2, .sinkhole, .c2, .other])
    }

    @Test("from a wrapping's name is in one spelling, as every other is")
    func spelling() throws {
        let decomposed = "e\u{301}clair"
        let labels = try labels(#"{"indicators": [{"ip": "192.0.2.1"}], "name": "\#(decomposed)"}"#)
        #expect(labels["192.0.2.1"]?.first.map { Array($0.utf8) } == Array("\u{E9}clair".utf8))
    }
}
