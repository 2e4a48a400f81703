# A machine with a NATS server, a stand-in node and every daemon: nix-build nix -A test
{ testers, callPackage }:
let
  package = callPackage ../package.nix { };
in
testers.runNixOSTest {
  name = "peer-observer";

  nodes.machine = {
    imports = [ ../module.nix ];
    virtualisation.memorySize = 2048;
    users.groups.bitcoin = { };
    services.nats = {
      enable = true;
      settings.authorization = {
        users = [
          { user = "extractor"; password = "one"; permissions = { publish = ">"; subscribe = "_INBOX.>"; }; }
          { user = "tool"; password = "two"; permissions = { publish = { deny = ">"; }; subscribe = ">"; }; }
        ];
      };
    };
    environment.etc."secrets/extractor" = { text = "one"; mode = "0400"; };
    environment.etc."secrets/tool" = { text = "two"; mode = "0400"; };

    systemd.services.bitcoind-test = {
      wantedBy = [ "multi-user.target" ];
      serviceConfig = {
        Group = "bitcoin";
        UMask = "0027";
        StateDirectory = "bitcoind";
        StateDirectoryMode = "0750";
        ExecStart = "${package}/lib/peer-observer/demo-node --rate 50 --debug-log /var/lib/bitcoind/debug.log --rpc-address 127.0.0.1:8332 --rpc-cookie-file /var/lib/bitcoind/.cookie --p2p-connect 127.0.0.1:8444";
      };
    };

    services.peer-observer =
      let
        extractor.nats = { username = "extractor"; passwordFile = "/etc/secrets/extractor"; };
        tool.nats = { username = "tool"; passwordFile = "/etc/secrets/tool"; };
      in
      {
        inherit package;
        extractors = {
          dependOn = "bitcoind-test";
          ebpf = extractor // { enable = true; bitcoindPath = "${package}/lib/peer-observer/demo-node"; };
          rpc = extractor // { enable = true; rpcCookieFile = "/var/lib/bitcoind/.cookie"; supplementaryGroups = [ "bitcoin" ]; };
          p2p = extractor // { enable = true; };
          log = extractor // { enable = true; debugLog = "/var/lib/bitcoind/debug.log"; supplementaryGroups = [ "bitcoin" ]; };
        };
        tools = {
          metrics = tool // { enable = true; };
          websocket = tool // { enable = true; };
          alerts = tool // { enable = true; };
          archiver = tool // { enable = true; lowData = true; };
        };
      };
  };

  testScript = ''
    import re

    daemons = ["ebpf-extractor", "rpc-extractor", "p2p-extractor", "log-extractor", "metrics", "websocket", "alerts", "archiver"]

    def events(name):
        status = machine.succeed(f"systemctl show -P StatusText peer-observer-{name}")
        found = re.search(r"(\d+) events, 0 lost", status)
        return int(found[1]) if found else 0

    machine.wait_for_unit("peer-observer.target")
    for name in daemons:
        machine.wait_for_unit(f"peer-observer-{name}")
    for name in daemons:
        with subtest(f"{name} tells of events"):
            retry(lambda _: events(name) > 0)
    with subtest("events reach Prometheus"):
        machine.succeed("curl -sf http://127.0.0.1:8282/metrics | grep '^peerobserver_'")
    with subtest("what the node told is archived"):
        machine.systemctl("stop peer-observer-archiver")
        machine.succeed("ls /var/lib/peer-observer/archiver/*.bin.zst")
    with subtest("no daemon was started anew"):
        for name in daemons:
            assert machine.succeed(f"systemctl show -P NRestarts peer-observer-{name}").strip() == "0", name
  '';
}
