package import ArgumentParser

/// Where results go.
package struct OutputOption: ParsableArguments {
    @Option(help: ArgumentHelp("Write to a file, which appears when it is whole.", valueName: "file"))
    package var output: String?

    package init() {}
}
