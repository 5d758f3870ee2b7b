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
