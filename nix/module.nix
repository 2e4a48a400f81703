# The NixOS module: services.peer-observer, with upstream's options. docs/install-nixos.md
{ config, lib, ... }:
let
  cfg = config.services.peer-observer;
  services = import ./services.nix { inherit lib cfg; };
  anyEnabled =
    lib.any (daemon: daemon.enable or false) (lib.attrValues cfg.extractors ++ lib.attrValues cfg.tools)
    || lib.any (node: lib.any (daemon: daemon.enable or false) (lib.attrValues node.extractors)) (lib.attrValues cfg.nodes);
in
{
  options = import ./options.nix { inherit lib; };

  config = lib.mkIf anyEnabled {
    assertions = import ./assertions.nix { inherit lib cfg; };
    systemd.services = services;
    systemd.targets.peer-observer = {
      description = "peer-observer: all that is enabled of it";
      wantedBy = [ "multi-user.target" ];
    };
  };
}
