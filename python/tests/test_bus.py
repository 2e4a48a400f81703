import contextlib
import io
import unittest

import nats.errors

from peer_observer.bus import run_program, say

# What a server may write as its error: a title for the terminal, a line of its own, no ASCII.
HOSTILE = "'\x1b]0;title\x07\r\nconnected\x9b2J ü \\ \ud800'"
SHOWN = "'\\x1b]0;title\\x07\\x0d\\x0aconnected\\xc2\\x9b2J \\xc3\\xbc \\x5c \\xed\\xa0\\x80'"


class SayTests(unittest.TestCase):
    def said(self, action):
        with contextlib.redirect_stderr(io.StringIO()) as said:
            action()
        return said.getvalue()

    def test_a_servers_text_is_one_line_of_printable_ascii(self):
        self.assertEqual(self.said(lambda: say(f"NATS: {HOSTILE}")), f"NATS: {SHOWN}\n")

    def test_an_error_that_ends_a_program_is_so_too(self):
        def main():
            raise nats.errors.Error(HOSTILE)

        def action():
            with self.assertRaises(SystemExit) as end:
                run_program(main)
            self.assertEqual(end.exception.code, 1)
        self.assertEqual(self.said(action), f"error: {SHOWN}\n")


if __name__ == "__main__":
    unittest.main()
