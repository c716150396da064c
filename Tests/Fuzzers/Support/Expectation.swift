import Glibc

/// Ends the process, as a fuzzer notes a finding, where something that must hold does not.
package func expect(_ fact: Bool, _ words: @autoclosure () -> String) {
    guard !fact else { return }
    let text = Array("NOT AS IT MUST BE: \(words())\n".utf8)
    _ = unsafe write(STDERR_FILENO, text, text.count)
    abort()
}
