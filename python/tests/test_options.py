import argparse
import contextlib
import io
import os
import tempfile
import unittest

from peer_observer.options import OptionError, add_options, connection


def parsed(*arguments):
    parser = argparse.ArgumentParser()
    add_options(parser)
    return parser.parse_args(arguments)


class OptionTests(unittest.TestCase):
    def secret(self, text):
        file = tempfile.NamedTemporaryFile("w", delete=False)
        self.addCleanup(os.unlink, file.name)
        with file:
            file.write(text)
        return file.name

    def test_addresses_are_lists_of_servers(self):
        self.assertEqual(connection(parsed())["servers"], ["nats://127.0.0.1:4222"])
        self.assertEqual(connection(parsed("-a", "a:1, nats://b:2"))["servers"], ["nats://a:1", "nats://b:2"])

    def test_a_password_comes_from_its_file(self):
        found = connection(parsed("-u", "me", "-f", self.secret(" word\n")))
        self.assertEqual((found["user"], found["password"]), ("me", "word"))

    def test_a_token_comes_from_its_file(self):
        self.assertEqual(connection(parsed("--nats-token-file", self.secret("t\n")))["token"], "t")

    def test_tls_is_asked_for_by_address_or_authority(self):
        self.assertNotIn("tls", connection(parsed()))
        context = connection(parsed("-a", "tls://a:1"))["tls"]
        self.assertTrue(context.check_hostname)

    def test_what_does_not_fit_together_is_refused(self):
        for arguments in [
            ["-u", "me"], ["-p", "word"], ["-f", "/dev/null"], ["-u", "me", "-f", "/dev/null"], ["-u", "me", "-f", "/nowhere/at/all"],
            ["-u", "me", "-p", "word", "--nats-token-file", "x"], ["--nats-tls-cert", "x"], ["-a", "user:word@host:1"], ["-a", ""],
            ["--nats-tls-ca", "/nowhere/at/all"],
        ]:
            with self.assertRaises(OptionError, msg=arguments):
                connection(parsed(*arguments))

    def test_a_node_is_one_token(self):
        self.assertEqual(parsed("--node", "a-b_1", "--node", "c").node, ["a-b_1", "c"])
        for name in ["a.b", "*", ">", "", "x" * 65, "a\n"]:
            with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()):
                parsed("--node", name)


if __name__ == "__main__":
    unittest.main()
