import Glibc

/// A program on this machine that makes Parquet of the table: Python with pyarrow or duckdb, or duckdb's own command.
struct ParquetProgram {
    let name: String
    /// The file for Parquet comes last.
    private let arguments: @Sendable (_ output: String) -> [String]

    /// Finds one; throws, with what to install, where there is none.
    /// - Parameter python: where Python is, or its name.
    static func find(python: String) throws -> ParquetProgram {
        for program in all(python) where Subprocess.succeeds(program.probe) {
            return ParquetProgram(name: program.name, arguments: program.arguments)
        }
        throw ToolError(
            "Parquet needs Python with pyarrow or duckdb, or the command duckdb, and none was found: "
                + "python3 -m venv FOLDER && FOLDER/bin/pip install pyarrow, then --python FOLDER/bin/python")
    }

    /// Starts it; what is written to it is the table in the dialect `exact`.
    func start(_ output: String) throws -> Subprocess { try Subprocess(arguments(output)) }

    private static func all(
        _ python: String
    ) -> [(name: String, probe: [String], arguments: @Sendable (String) -> [String])] {
        [
            (
                "pyarrow", [python, "-c", "import pyarrow.csv, pyarrow.parquet"],
                { [python, "-c", pyarrowScript, $0] }
            ),
            ("duckdb for Python", [python, "-c", "import duckdb"], { [python, "-c", duckdbScript, sql($0)] }),
            ("duckdb", ["duckdb", "-version"], { ["duckdb", "-init", "/dev/null", "-c", sql($0)] }),
        ]
    }

    /// Some rows at a time, which no line break stands in: memory does not grow with the table.
    private static var pyarrowScript: String {
        let types = EventColumns.all.map { column in
            "\"\(column.name)\": pa.\(column.kind == .text ? "string" : "uint64")()"
        }
        return """
            import io, sys
            import pyarrow as pa, pyarrow.csv as csv, pyarrow.parquet as parquet
            pa.set_memory_pool(pa.system_memory_pool())
            types = {\(types.joined(separator: ", "))}
            convert = csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True,
                quoted_strings_can_be_null=False)
            sys.stdin.buffer.readline()
            with parquet.ParquetWriter(sys.argv[1], pa.schema(list(types.items())), compression="zstd") as writer:
                while lines := sys.stdin.buffer.readlines(8 << 20):
                    rows = b"".join(lines)
                    read = csv.ReadOptions(column_names=list(types), block_size=len(rows) + 1, use_threads=False)
                    writer.write_table(csv.read_csv(io.BytesIO(rows), read_options=read, convert_options=convert))
            """
    }

    private static let duckdbScript = "import sys, duckdb; duckdb.connect().execute(sys.argv[1])"

    /// Its memory is that of some buffers and row groups, for each thread.
    private static func sql(_ output: String) -> String {
        let columns = EventColumns.all.map { "'\($0.name)': '\($0.kind == .text ? "VARCHAR" : "UBIGINT")'" }
        let path = output.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        return """
            SET threads=1; SET memory_limit='1GB'; COPY (SELECT * FROM read_csv('/dev/stdin', auto_detect=false, header=true, delim=',', quote='"', escape='"', \
            columns={\(columns.joined(separator: ", "))}, nullstr='', allow_quoted_nulls=false, new_line='\\r\\n', \
            max_line_size=\(longestRow), buffer_size=\(longestRow), parallel=false)) TO '\(path)' (FORMAT parquet, COMPRESSION zstd, \
            ROW_GROUP_SIZE 20480)
            """
    }

    /// Bytes of a row: its content with all quotes doubled, and the columns before it.
    private static let longestRow = 36 << 20
}
