#!/bin/sh
# Julia comes from none of the registries that are reached from where the samples are made; these are written in the form in which
# Pkg writes manifests, with the UUIDs and versions of real packages.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cat >"$here/Manifest.toml" <<'T'
# This file is machine-generated - editing it directly is not advised

julia_version = "1.10.4"
manifest_format = "2.0"
project_hash = "0123456789abcdef0123456789abcdef01234567"

[[deps.Base64]]
uuid = "2a0f44e3-6c83-55bd-87e4-b1978d98bd5f"

[[deps.Example]]
git-tree-sha1 = "46e44e869b4d90b96bd8ed1fdcf32244fddfb6cc"
repo-rev = "master"
repo-url = "https://github.com/JuliaLang/Example.jl"
uuid = "7876af07-990d-54b4-ab0e-23690620f79a"
version = "0.5.4"

[[deps.Local]]
deps = ["MbedTLS"]
path = "lib/Local"
uuid = "0a1b2c3d-0000-4000-8000-000000000001"
version = "0.1.0"

[[deps.MbedTLS]]
deps = ["Base64", "MbedTLS_jll"]
git-tree-sha1 = "c067a280ddc25f196b5e7df3877c6b226d390aaf"
uuid = "739be429-bea8-5141-9913-cc70e7f3736d"
version = "1.1.9"

    [deps.MbedTLS.extensions]
    MbedTLSExt = "Example"

    [deps.MbedTLS.weakdeps]
    Example = "7876af07-990d-54b4-ab0e-23690620f79a"

[[deps.MbedTLS_jll]]
uuid = "c8ffd9c3-330d-5841-b78e-0817d7145fa1"
version = "2.28.2+1"

[[deps.Test]]
deps = ["Base64"]
uuid = "8dfed614-e22c-5e08-85e1-65c5234f0b40"
T
cat >"$here/Manifest-1.toml" <<'T'
# This file is machine-generated - editing it directly is not advised

[[Base64]]
uuid = "2a0f44e3-6c83-55bd-87e4-b1978d98bd5f"

[[Compat]]
deps = ["Base64"]
git-tree-sha1 = "84aa74986c5b9b898b0d1acaf3258741ee64754f"
uuid = "34da2185-b29b-5c13-b0c7-acf172513d20"
version = "2.1.0"

[[Documenter]]
git-tree-sha1 = "9f2135e0e7ecb63f9c3ef73ea15a31d8cdb79bb7"
uuid = "e30172f5-a6a5-5a46-863b-614d45cd2de4"
version = "0.20.0"

    [Documenter.deps]
    Base64 = "2a0f44e3-6c83-55bd-87e4-b1978d98bd5f"
    Compat = "34da2185-b29b-5c13-b0c7-acf172513d20"

[[Pkg]]
deps = ["Base64"]
uuid = "44cfe95a-1eb2-52ea-b672-e2afdf69b78f"
[[Pkg]]
deps = ["Compat"]
path = ".."
uuid = "748391e3-3ea3-41aa-8037-d96b5d03e7c6"
version = "1.0.0"
T
cat >"$here/Project.toml" <<'T'
name = "Sample"
uuid = "0a1b2c3d-0000-4000-8000-000000000000"
version = "0.1.0"

[deps]
Example = "7876af07-990d-54b4-ab0e-23690620f79a"
Local = "0a1b2c3d-0000-4000-8000-000000000001"

[weakdeps]
Compat = "34da2185-b29b-5c13-b0c7-acf172513d20"

[compat]
Example = "0.5"
julia = "1.10"

[extras]
Compat = "34da2185-b29b-5c13-b0c7-acf172513d20"
Test = "8dfed614-e22c-5e08-85e1-65c5234f0b40"

[targets]
test = ["Test", "Example"]
T
