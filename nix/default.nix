# The package, the module and its test, for a nixpkgs with Swift 6.2 or newer.
{
  pkgs ? import <nixpkgs> { },
}:
{
  peer-observer = pkgs.callPackage ./package.nix { };
  module = ./module.nix;
  test = pkgs.callPackage ./tests/vm.nix { };
}
