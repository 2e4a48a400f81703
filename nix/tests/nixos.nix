# NixOS's own options, as far as the module uses them.
{ lib }:
let
  inherit (lib) mkOption types;

  # As NixOS has it: lists are joined, anything else must be the same.
  unitValue = lib.mkOptionType {
    name = "value of a unit";
    check = value: builtins.isString value || builtins.isInt value || builtins.isBool value || builtins.isList value;
    merge =
      location: definitions:
      if builtins.all (definition: builtins.isList definition.value) definitions then
        lib.concatMap (definition: definition.value) definitions
      else
        lib.mergeEqualOption location definitions;
  };
  unit.options = {
    description = mkOption { type = types.str; };
    wantedBy = mkOption { type = types.listOf types.str; default = [ ]; };
    after = mkOption { type = types.listOf types.str; default = [ ]; };
    unitConfig = mkOption { type = types.attrsOf unitValue; default = { }; };
    serviceConfig = mkOption { type = types.attrsOf unitValue; default = { }; };
  };
in
{
  options = {
    assertions = mkOption { type = types.listOf types.unspecified; default = [ ]; };
    systemd.services = mkOption { type = types.attrsOf (types.submodule unit); default = { }; };
    systemd.targets = mkOption { type = types.attrsOf (types.submodule unit); default = { }; };
  };
}
