import csv
import io
import os
import tempfile
import unittest

from peer_observer.csv_file import CSVFile, cell


class CellTests(unittest.TestCase):
    def test_a_strangers_text_begins_no_formula(self):
        cases = {
            "=1+1": "\\x3d1+1",
            "+cmd": "\\x2bcmd",
            "-2": "\\x2d2",
            "@SUM(A1)": "\\x40SUM(A1)",
            '  "\'=x': '"  ""\'\\x3dx"',
            "a;=1": "a;\\x3d1",
            "a,=1": '"a,\\x3d1"',
            "/Satoshi:29.0.0(=)/": "/Satoshi:29.0.0(=)/",
            "[2001:db8::1]:8333": "[2001:db8::1]:8333",
            "a\nb\\\tü\x7f": "a\\x0ab\\x5c\\x09\\xc3\\xbc\\x7f",
            "": "",
        }
        for text, expected in cases.items():
            self.assertEqual(cell(text), expected, text)

    def test_bytes_are_text_and_numbers_stay_numbers(self):
        self.assertEqual(cell(b"\xff=a"), "\\xff=a")
        self.assertEqual([cell(-5), cell(2**64 - 1), cell(True)], ["-5", "18446744073709551615", "True"])

    def test_every_text_is_one_cell_of_one_row(self):
        texts = ['a"b', "a,b", "a\r\nb", '","', '"', "\0", "\ud800", "=\"a\",b"]
        row = next(csv.reader(io.StringIO(",".join(map(cell, texts)))))
        self.assertEqual(len(row), len(texts))


class CSVFileTests(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "rows.csv")

    def read(self):
        with open(self.path, encoding="ascii") as file:
            return file.read()

    def test_rows_are_appended_below_one_header(self):
        for _ in range(2):
            file = CSVFile(self.path, ["a", "b"], header=True)
            self.assertEqual(file.write([1, "x"]), "1,x")
            file.close()
        self.assertEqual(self.read(), "a,b\n1,x\n1,x\n")

    def test_a_row_that_was_cut_off_is_not_continued(self):
        with open(self.path, "w", encoding="ascii") as file:
            file.write("1,x\n2,")
        file = CSVFile(self.path, ["a", "b"])
        file.write([3, "y"])
        file.close()
        self.assertEqual(self.read(), "1,x\n2,\n3,y\n")

    def test_rows_reach_the_file_while_it_is_open(self):
        file = CSVFile(self.path, ["a"])
        file.write([1])
        file._flushed -= 1
        file.flush_if_due()
        self.assertEqual(self.read(), "1\n")
        file.close()


if __name__ == "__main__":
    unittest.main()
