import CTracepoints
import Glibc

/// A process with a node's tracepoints, for the tests of what observes it: fires what the lines of a FIFO ask for, and answers on stdout.
///
///     await                      waits until every tracepoint has something attached
///     each                       every tracepoint once, with different values in all fields
///     ping FIRST COUNT RATE      pings with nonces from FIRST on, RATE a second; 0: as fast as it can
///     pattern COUNT LIMIT RATE   messages of less than LIMIT bytes whose size and content follow from their number
///     removed COUNT MS           mempool:removed, evenly over MS milliseconds
///     malformed                  an inv that is cut off
///     tx SIZE, other SIZE        one message of this size
@main
struct ProbeFixture {
    static func main() {
        guard CommandLine.arguments.count == 2 else { exit(64) }
        let commands = open(CommandLine.arguments[1], O_RDONLY)
        guard commands >= 0, dup2(commands, STDIN_FILENO) >= 0 else { exit(64) }
        say("ready \(getpid())")
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            let numbers = words.dropFirst().compactMap { Int($0) }
            switch (words.first ?? "", numbers.count) {
            case ("await", 0):
                while tracepoints_attached() < 16 { usleep(1000) }
                say("attached")
            case ("each", 0): say("each \(Firing.each())")
            case ("ping", 3): say("ping \(Firing.pings(first: numbers[0], count: numbers[1], rate: numbers[2]))")
            case ("pattern", 3):
                say("pattern \(Firing.patterns(count: numbers[0], limit: numbers[1], rate: numbers[2]))")
            case ("removed", 2):
                let (fired, milliseconds) = Firing.removals(numbers[0], milliseconds: numbers[1])
                say("removed \(fired) in \(milliseconds)")
            case ("malformed", 0): say("malformed \(Firing.message("inv", [0xFF]) ? 1 : 0)")
            case ("tx", 1): say("tx \(Firing.transaction(numbers[0]))")
            case ("other", 1): say("other \(Firing.message("other", [UInt8](repeating: 7, count: numbers[0])) ? 1 : 0)")
            default: exit(64)
            }
        }
    }

    private static func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        guard write(STDOUT_FILENO, bytes, bytes.count) == bytes.count else { exit(74) }
    }
}
