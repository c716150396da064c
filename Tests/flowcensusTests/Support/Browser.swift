import Foundation

/// Chromium without a window, where it is installed.
struct Browser {
    private let executable: URL

    /// `nil` where there is none, which is said loudly.
    init?() {
        let found = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else {
            print("NOT TESTED: no browser is installed, so no page was opened; .ci/install tests brings one")
            return nil
        }
        executable = URL(fileURLWithPath: found)
    }

    /// The document as the browser has it after it was loaded, scripts and all.
    func document(of page: String) throws -> String {
        try run(["--dump-dom", "file://\(page)"])
    }

    /// A picture of the page, as PNG.
    func picture(of page: String, in folder: TemporaryFolder, isDark: Bool = false) throws -> Data {
        let picture = folder.path("picture.png")
        let scheme = isDark ? ["--blink-settings=preferredColorScheme=0"] : []
        _ = try run(scheme + ["--window-size=1000,1400", "--screenshot=\(picture)", "file://\(page)"])
        return try Data(contentsOf: URL(fileURLWithPath: picture))
    }

    private func run(_ arguments: [String]) throws -> String {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = executable
        process.arguments =
            ["--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path("profile"))"] + arguments
        let output = try folder.writingHandle("output")
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return try folder.text("output")
    }
}
