# Reads unit files: what deploy/systemd says is said once, and holds for NixOS as well.
{ lib }:
let
  inherit (lib) concatMap filter foldl' hasInfix hasPrefix head removePrefix replaceStrings splitString tail;

  trim = text: head (builtins.match "[ \t]*(.*[^ \t]|)[ \t]*" text);

  # [ { section, name, value } ], in the file's order.
  assignments =
    path:
    let
      lines = filter (line: line != "" && !(hasPrefix "#" line)) (map trim (splitString "\n" (builtins.readFile path)));
      step =
        state: line:
        if hasPrefix "[" line then
          state // { section = removePrefix "[" (replaceStrings [ "]" ] [ "" ] line); }
        else
          let
            parts = splitString "=" line;
          in
          state
          // {
            found = state.found ++ [
              {
                inherit (state) section;
                name = head parts;
                value = lib.concatStringsSep "=" (tail parts);
              }
            ];
          };
    in
    (foldl' step {
      section = "";
      found = [ ];
    } lines).found;
in
{
  # A section of several files as systemd reads them, one after another: what is assigned several times is a list, which NixOS
  # writes as that many lines, so that it means the same.
  section =
    name: paths:
    builtins.mapAttrs (_: values: if builtins.length values == 1 then head values else values) (
      builtins.mapAttrs (_: map (assignment: assignment.value)) (
        builtins.groupBy (assignment: assignment.name) (filter (assignment: assignment.section == name) (concatMap assignments paths))
      )
    );

  # A command line for ExecStart=, with nothing for systemd to expand or split.
  commandLine =
    arguments:
    lib.concatMapStringsSep " " (
      argument: "\"${replaceStrings [ "\\" "\"" "%" "$" "\n" ] [ "\\\\" "\\\"" "%%" "$$" "\\n" ] (toString argument)}\""
    ) arguments;
}
