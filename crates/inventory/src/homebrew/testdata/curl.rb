class Curl < Formula
  desc "Get a file from an HTTP, HTTPS or FTP server"
  homepage "https://curl.se"
  url "https://curl.se/download/curl-8.10.1.tar.bz2"
  license all_of: [
    "curl",
    { any_of: ["MIT", "BSD-3-Clause"] },
    { "GPL-2.0-only" => { with: "Classpath-exception-2.0" } },
  ]

  depends_on "openssl@3"
end
