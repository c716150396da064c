import ByteInput
import PacketCapture
import TestSupport
import Testing

@Suite("What the operator reads of a capture error") struct CaptureErrorTests {
    @Test(
        "says what failed, and what to do where something can be done",
        arguments: [
            (.system(operation: "open it", reason: "Permission denied"), "cannot open it: Permission denied"),
            (.input(.isDirectory), "is a folder"),
            (.input(.tooLarge(limit: 10)), "holds more than 10 bytes"),
            (.empty, "is empty: captures and flow logs begin with something that tells what they are"),
            (
                .notACapture(firstBytes: [0x00, 0xFF]),
                "is not a pcap or pcapng capture, nor a flow log that is recognised (it begins with 00 ff)"
            ),
            (.notACapture(firstBytes: [0xFF, 0xFE, 0x23, 0x00]), "is text in UTF-16: flow logs are read in UTF-8"),
            (
                .input(.unsupportedCompression(name: "xz", command: "xz -dc")),
                "is compressed with xz, which is not read directly: use 'xz -dc FILE | flowcensus replay - …'"
            ),
            (.input(.corruptCompression(reason: "bad")), "the compressed data is damaged: bad"),
            (.cutInFileHeader(present: 5, needed: 24), "is cut in the file header (5 of 24 bytes)"),
            (.unsupportedVersion(major: 3, minor: 1), "has format version 3.1, which is not known"),
            (.unknownLinkType(number: 6, name: "X"), "has link type 6 (X), which is not decoded"),
            (.unknownLinkType(number: 6, name: nil), "has link type 6, which is not decoded"),
            (
                .cutInRecordHeader(present: 3, needed: 16),
                "is cut in a record header (3 of 16 bytes); what came before is counted"
            ),
            (.cutInPacket(present: 20, stated: 90), "is cut in a packet (20 of 90 bytes); what came before is counted"),
            (
                .recordTooLong(stated: 9, limit: 8),
                "a record claims 9 bytes, more than the limit of 8: the file is damaged there; what came before is counted"
            ),
            (.malformedBlock(reason: "r"), "damaged pcapng block: r; what came before is counted"),
        ] as [(CaptureError.Problem, String)])
    func descriptions(_ problem: CaptureError.Problem, _ text: String) {
        #expect(problem.description == text)
        #expect(CaptureError(input: "a.pcap", problem: problem).description == "a.pcap: \(text)")
        #expect(CaptureError(input: "-", offset: 24, problem: problem).description == "- at byte 24: \(text)")
    }

    @Test("comes after the frames before it, and stays")
    func stays() throws {
        try withTemporaryFile(Array(ClassicCapture.small().bytes.dropLast())) { path in
            var reader = try CaptureFileReader(OpenedInput(path: path), isKnown: { _ in true })
            #expect(try reader.nextBatch())
            #expect(reader.batch.frames.count == 2)
            let error = CaptureError(input: path, offset: 59, problem: .cutInPacket(present: 35, stated: 36))
            #expect(throws: error) { try reader.nextBatch() }
            #expect(throws: error) { try reader.nextBatch() }
        }
    }
}
