# What must hold of the module: sentences and whether they do. Needs nixpkgs' lib alone.
{ lib }:
let
  nixos = import ./nixos.nix { inherit lib; };
  package = { type = "derivation"; name = "peer-observer"; outPath = "/package"; };
  system =
    settings:
    (lib.evalModules {
      modules = [ nixos ../module.nix { services.peer-observer = { inherit package; } // settings; } ];
    }).config;
  services = settings: (system settings).systemd.services;
  refusals = settings: map (assertion: assertion.message) (builtins.filter (assertion: !assertion.assertion) (system settings).assertions);
  refusesWith = part: settings: builtins.length (refusals settings) == 1 && lib.hasInfix part (builtins.head (refusals settings));
  has = part: text: lib.hasInfix part text;

  # Every daemon that is here, as upstream's users would enable them.
  all = {
    extractors = {
      dependOn = "bitcoind-mainnet";
      ebpf = { enable = true; bitcoindPath = "/node/bin/bitcoind"; };
      rpc = { enable = true; rpcCookieFile = "/node/.cookie"; };
      p2p.enable = true;
      log = { enable = true; debugLog = "/node/debug.log"; supplementaryGroups = [ "bitcoin" ]; };
    };
    tools = {
      metrics.enable = true;
      addrConnectivity.enable = true;
      websocket.enable = true;
      alerts.enable = true;
      archiver.enable = true;
    };
  };
  unitsOfAll = services all;
  start = name: unitsOfAll.${name}.serviceConfig.ExecStart;

  withSecret = services {
    extractors.ebpf = {
      enable = true;
      bitcoindPath = "/node/bin/bitcoind";
      nats = { username = "observer"; passwordFile = "/run/secrets/nats"; };
    };
  };
  fleet = {
    nodes.alpha.extractors.p2p.enable = true;
    nodes.beta.extractors.p2p = { enable = true; p2pAddress = "127.0.0.1:9444"; metricsAddress = "127.0.0.1:9287"; };
    nodes.beta.extractors.log = { enable = true; debugLog = "/beta/debug.log"; };
    tools.metrics.enable = true;
  };
  archiver = settings: (services { tools.archiver = { enable = true; } // settings; }).peer-observer-archiver.serviceConfig;
in
{
  holds = {
    "nothing is there unless it is enabled" = (services { }) == { } && (system { }).systemd.targets == { };
    "every daemon has its unit" =
      builtins.attrNames unitsOfAll == [
        "peer-observer-alerts" "peer-observer-archiver" "peer-observer-connectivity-check" "peer-observer-ebpf-extractor" "peer-observer-log-extractor"
        "peer-observer-metrics" "peer-observer-p2p-extractor" "peer-observer-rpc-extractor" "peer-observer-websocket"
      ];
    "the defaults of all daemons together are accepted" = refusals all == [ ];
    "units are parts of the target, and it is enabled" =
      lib.all (unit: unit.wantedBy == [ "peer-observer.target" ] && unit.unitConfig.PartOf == "peer-observer.target") (lib.attrValues unitsOfAll)
      && (system all).systemd.targets.peer-observer.wantedBy == [ "multi-user.target" ];
    "extractors are started after the node and the server" =
      lib.all (unit: builtins.elem unit unitsOfAll.peer-observer-ebpf-extractor.after) [ "bitcoind-mainnet.service" "nats.service" ];
    "arguments are quoted for systemd" = has ''"--bitcoind-path" "/node/bin/bitcoind"'' (start "peer-observer-ebpf-extractor");
    "what systemd would expand is not" =
      has ''"/a b/$$x%%y\"z"'' (services { extractors.log = { enable = true; debugLog = ''/a b/$x%y"z''; }; }).peer-observer-log-extractor.serviceConfig.ExecStart;
    "arguments in a string are left to systemd, as upstream's are" =
      lib.hasSuffix " --ping-interval 20"
        (services { extractors.p2p = { enable = true; extraArgs = "--ping-interval 20"; }; }).peer-observer-p2p-extractor.serviceConfig.ExecStart;
    "groups are given" = unitsOfAll.peer-observer-log-extractor.serviceConfig.SupplementaryGroups == [ "bitcoin" ];
    "passwords are credentials" =
      withSecret.peer-observer-ebpf-extractor.serviceConfig.LoadCredential == [ "nats-password:/run/secrets/nats" ]
      && has ''"--nats-password-file" "/run/credentials/peer-observer-ebpf-extractor.service/nats-password"''
        withSecret.peer-observer-ebpf-extractor.serviceConfig.ExecStart
      && !(has "/run/secrets" withSecret.peer-observer-ebpf-extractor.serviceConfig.ExecStart);
    "nodes have extractors of their own, with their names" =
      refusals fleet == [ ]
      && has ''"--node" "alpha"'' (services fleet).peer-observer-p2p-extractor-alpha.serviceConfig.ExecStart
      && has ''"--node" "beta"'' (services fleet).peer-observer-p2p-extractor-beta.serviceConfig.ExecStart
      && !(has "--node" (services fleet).peer-observer-metrics.serviceConfig.ExecStart);
    "nodes have places in their logs of their own" =
      (services fleet).peer-observer-log-extractor-beta.serviceConfig.StateDirectory == "peer-observer/log-extractor-beta";
    "archives below /var/lib are systemd's to make" = (archiver { }).StateDirectory == "peer-observer/archiver";
    "archives elsewhere may be written" = (archiver { outputDir = "/srv/archives"; }).ReadWritePaths == [ "/srv/archives" ];
    "kinds of archived events are flags" =
      has ''"--messages" "--ipc-extractor" "--low-data"'' (archiver { events = [ "messages" "ipc-extractor" ]; lowData = true; }).ExecStart;
    "a server elsewhere may be reached where that is said" =
      (services { tools.metrics = { enable = true; nats.address = "192.0.2.1:4222"; ipAddressAllow = [ "192.0.2.1" ]; }; }).peer-observer-metrics.serviceConfig.IPAddressAllow == [ "localhost" "192.0.2.1" ];

    "a password in the store is refused" =
      refusesWith "use nats.passwordFile" { tools.metrics = { enable = true; nats = { username = "a"; password = "b"; }; }; };
    "the node's password in the store is refused" =
      refusesWith "use rpcPasswordFile" { extractors.rpc = { enable = true; rpcUser = "a"; rpcPass = "b"; }; };
    "a user without a password is refused" = refusesWith "needs nats.passwordFile" { tools.metrics = { enable = true; nats.username = "a"; }; };
    "rpc-extractor without a way to log in is refused" = refusesWith "needs rpcCookieFile" { extractors.rpc.enable = true; };
    "ebpf-extractor without a node is refused" = refusesWith "bitcoindPath is missing" { extractors.ebpf.enable = true; };
    "log-extractor without a log is refused" = refusesWith "debugLog is missing" { extractors.log.enable = true; };
    "ipc-extractor is refused" = refusesWith "no ipc-extractor" { extractors.ipc = { enable = true; ipcSocket = "/s"; }; };
    "alerts have a key only for a webhook" =
      refusesWith "needs webhook" { tools.alerts = { enable = true; webhookKeyFile = "/k"; }; };
    "two listeners on one address are refused" =
      refusesWith "would listen on 127.0.0.1:8282" { tools.metrics.enable = true; tools.addrConnectivity = { enable = true; metricsAddress = "127.0.0.1:8282"; }; };
    "a server elsewhere that could not be reached is refused" =
      refusesWith "set ipAddressAllow" { tools.metrics = { enable = true; nats.address = "192.0.2.1:4222"; }; };
    "nodes of one executable need their PID files" =
      builtins.length (refusals {
        nodes.alpha.extractors.ebpf = { enable = true; bitcoindPath = "/bitcoind"; };
        nodes.beta.extractors.ebpf = { enable = true; bitcoindPath = "/bitcoind"; metricsAddress = null; };
      }) == 2;
    "a node's name is one token of a subject" = refusesWith "names of nodes" { nodes."a.b".extractors.p2p.enable = true; };
  };

  # For the comparison with deploy/systemd, and of arguments with the programs' own.
  units = lib.mapAttrs (_: unit: { inherit (unit) serviceConfig unitConfig; }) (
    unitsOfAll // services {
      tools.alerts = { enable = true; alertmanagers = [ "http://a" "http://b" ]; webhook = "http://c"; webhookKeyFile = "/k"; silences = "/s"; };
      tools.archiver = {
        enable = true; keepAge = "30d"; keepSize = "1G"; jetstream = "EVENTS"; addrRelay = true; connectionsWithHandshakes = true;
        lowData = true; upstreamOnly = true;
        events = [
          "messages" "connections" "mempool" "validation" "rpc" "p2p-extractor" "log-extractor" "ipc-extractor" "addrman"
          "utxocache" "process" "connectivity" "alerts"
        ];
        nats = { username = "a"; passwordFile = "/p"; tokenFile = "/t"; nkeyFile = "/n"; credentialsFile = "/c"; tlsCA = "/ca"; };
      };
    }
  );
}
