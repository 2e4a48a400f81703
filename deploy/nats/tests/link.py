"""A link between a node and the hub that can be cut: a relay of TCP on the loopback."""

import socket
import threading


class Link:
    """Relays to each of `ports`; `replacements` gives what to dial in its place."""

    def __init__(self, ports):
        self.is_cut = False
        # Bytes, both ways.
        self.relayed = 0
        self.lock = threading.Lock()
        self.sockets = set()
        self.listeners = []
        self.replacements = {port: self.listen(port) for port in ports}

    def listen(self, port):
        listener = socket.create_server(("127.0.0.1", 0))
        self.listeners.append(listener)
        threading.Thread(target=self.accept, args=(listener, port), daemon=True).start()
        return listener.getsockname()[1]

    def accept(self, listener, port):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                if self.is_cut:
                    raise OSError
                far = socket.create_connection(("127.0.0.1", port), 5)
                far.settimeout(None)
            except OSError:
                near.close()
                continue
            with self.lock:
                self.sockets |= {near, far}
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self.relay, args=(source, target), daemon=True).start()

    def relay(self, source, target):
        try:
            while data := source.recv(1 << 16):
                target.sendall(data)
                with self.lock:
                    self.relayed += len(data)
        except OSError:
            pass
        for end in (source, target):
            self.shut(end)

    def shut(self, end):
        with self.lock:
            self.sockets.discard(end)
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        end.close()

    def cut(self):
        self.is_cut = True
        with self.lock:
            ends = list(self.sockets)
        for end in ends:
            self.shut(end)

    def heal(self):
        self.is_cut = False

    def close(self):
        self.cut()
        for listener in self.listeners:
            listener.close()
