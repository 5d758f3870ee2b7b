#!/bin/sh
# The lock files of Mix and rebar3. Dependencies in repositories are resolved by the tools themselves. The registry of Hex is not
# reached from where the samples are made: what it would add to the lock files is handed to the tools' own writers. Repositories
# are folders, which go by another name in the samples. Needs elixir, rebar3 and git.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
commit() {
	git init -q -b main . && git add . && git -c user.name=N -c user.email=n@example.org commit -qm One && git tag v1
}
mkdir -p mix/tool mix/project
cd mix/tool
printf 'defmodule Tool.MixProject do\n  use Mix.Project\n  def project, do: [app: :tool, version: "0.5.0", deps: []]\nend\n' >mix.exs
commit
cd ../project
cat >mix.exs <<'E'
defmodule Sample.MixProject do
  use Mix.Project

  def project do
    [app: :sample, version: "0.1.0", deps: deps()]
  end

  defp deps do
    [
      {:tool, git: "file:///REPOSITORY", branch: "main"}
    ]
  end
end
E
sed -i "s|/REPOSITORY|$work/mix/tool|" mix.exs
mix deps.get >/dev/null
cat >merge.exs <<'E'
cowlib = {:cowlib, "2.11.0", [hex: :cowlib, repo: "hexpm", optional: false]}
ranch = {:ranch, "1.8.0", [hex: :ranch, repo: "hexpm", optional: false]}
h = fn name -> Base.encode16(:crypto.hash(:sha256, name), case: :lower) end
Mix.Dep.Lock.write(Map.merge(Mix.Dep.Lock.read(), %{
  cowboy: {:hex, :cowboy, "2.9.0", h.("a"), [:make, :rebar3], [cowlib, ranch], "hexpm", h.("b")},
  cowlib: {:hex, :cowlib, "2.11.0", h.("c"), [:make, :rebar3], [], "hexpm", h.("d")},
  ranch: {:hex, :ranch, "1.8.0", h.("e"), [:make, :rebar3], [], "hexpm", h.("f")},
  secret: {:hex, :secret_sauce, "1.0.0-rc.1", h.("g"), [:mix], [ranch], "hexpm:acme", h.("h")},
  ex_doc: {:hex, :ex_doc, "0.30.9", h.("i"), [:mix], [{:makeup, "~> 1.0", [hex: :makeup, repo: "hexpm", optional: true]}], "hexpm", h.("j")},
  makeup: {:hex, :makeup, "1.1.0", h.("k"), [:mix], [], "hexpm", h.("l")}
}))
E
mix run --no-deps-check --no-compile --no-start merge.exs
sed "s|file://[^\"]*|https://git.example.org/acme/tool.git|" mix.lock >"$here/mix.lock"
cat >"$here/mix.exs" <<'E'
defmodule Sample.MixProject do
  use Mix.Project

  def project do
    [app: :sample, version: "0.1.0", elixir: "~> 1.14", deps: deps()]
  end

  def application do
    [extra_applications: [:logger], mod: {Sample.Application, []}]
  end

  defp deps do
    [
      {:cowboy, "~> 2.9"},
      {:secret, "~> 1.0.0-rc", hex: :secret_sauce, organization: "acme"},
      {:tool, git: "https://git.example.org/acme/tool.git", branch: "main"},
      # {:gone, "~> 1.0"},
      {:ex_doc, "~> 0.30",
       only: [:dev, :test], runtime: false}
    ]
  end
end
E

mkdir -p "$work/rebar/tool/src" "$work/rebar/project/src"
cd "$work/rebar/tool"
printf '{application, tool, [{vsn, "0.5.0"}, {applications, [kernel, stdlib]}]}.\n' >src/tool.app.src
: >rebar.config
commit
cd ../project
printf '{application, sample, [{vsn, "0.1.0"}, {applications, [kernel, stdlib]}]}.\n' >src/sample.app.src
echo "{deps, [{tool, {git, \"file://$work/rebar/tool\", {tag, \"v1\"}}}]}." >rebar.config
rebar3 lock >/dev/null 2>&1 || true
cat >merge.escript <<'E'
#!/usr/bin/env escript
main([Rebar, Out]) ->
    {ok, Parts} = escript:extract(Rebar, []),
    {archive, Zip} = lists:keyfind(archive, 1, Parts),
    {ok, _} = zip:extract(Zip, [{cwd, "modules"}]),
    [code:add_patha(P) || P <- filelib:wildcard("modules/*/ebin")],
    H = fun(X) -> list_to_binary([io_lib:format("~2.16.0B", [B]) || <<B>> <= crypto:hash(sha256, X)]) end,
    P = fun(N, V, L) -> {N, {pkg, N, V, H([N, "a"]), H([N, "b"])}, L} end,
    [Own] = rebar_config:consult_lock_file("rebar.lock"),
    Locks = [P(<<"cowboy">>, <<"2.9.0">>, 0), P(<<"cowlib">>, <<"2.11.0">>, 1), P(<<"ranch">>, <<"1.8.0">>, 1),
             {<<"json">>, {pkg, <<"jsx">>, <<"3.1.0">>, H("a"), H("b")}, 0}, Own],
    ok = rebar_config:write_lock_file(Out, lists:keysort(1, Locks)).
E
escript merge.escript "$(command -v rebar3)" "$here/rebar.lock"
sed -i "s|file://[^\"]*|https://git.example.org/acme/tool.git|" "$here/rebar.lock"
# As it was before rebar3 3.0: the list of dependencies, no more.
printf '[{<<"cowboy">>,{pkg,<<"cowboy">>,<<"1.0.0">>},0},\n {<<"ranch">>,{pkg,<<"ranch">>,<<"1.0.0">>},1}].\n' >"$here/rebar-v0.lock"
rm -rf "$work"
