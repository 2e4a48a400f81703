import Glibc
import TraceRecording

/// The input is a recording's file. Its records add up to no more than the file, and it ends.
func checkRecording(_ input: UnsafeRawBufferPointer) throws(CheckFailure) {
    guard let file = tmpfile() else { throw CheckFailure("tmpfile: \(String(cString: strerror(errno)))") }
    defer { fclose(file) }
    guard fwrite(input.baseAddress, 1, input.count, file) == input.count, fflush(file) == 0 else {
        throw CheckFailure("fwrite: \(String(cString: strerror(errno)))")
    }
    // The reader wants a path.
    guard let reader = try? RecordingReader(path: "/proc/self/fd/\(fileno(file))") else { return }
    var total = Recording.magic.count
    while let count = try? reader.next({ record in
        // Every byte of it can be read.
        _ = record.reduce(0 as UInt8, ^)
        return record.count
    }) {
        total += 8 + count
        guard total <= input.count else { throw CheckFailure("records of \(total) bytes in \(input.count)") }
    }
}
