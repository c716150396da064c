import ByteInput
import Testing

@Suite("What the operator reads of an input that cannot be read") struct ByteInputErrorTests {
    @Test(
        "says what failed, for whatever the input is",
        arguments: [
            (.system(operation: "open it", reason: "Permission denied"), "cannot open it: Permission denied"),
            (.isDirectory, "is a folder"),
            (.tooLarge(limit: 10), "holds more than 10 bytes"),
            (
                .unsupportedCompression(name: "xz", command: "xz -dc"),
                "is compressed with xz, which is not read directly: unpack it with 'xz -dc FILE'"
            ),
            (.corruptCompression(reason: "bad"), "the compressed data is damaged: bad"),
            (.cutCompression(format: "gzip"), "the compressed data is damaged: it ends within the gzip stream"),
        ] as [(ByteInputError.Problem, String)])
    func texts(_ problem: ByteInputError.Problem, _ text: String) {
        #expect(ByteInputError(input: "c2.txt", problem: problem).description == "c2.txt: \(text)")
    }
}
