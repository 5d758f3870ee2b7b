# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.31.0"
  constraints = "~> 5.0"
  hashes = [
    "h1:HKNIwRGu8rSiZaJT0eUSreKpTNIoHCcQ+J4PMw3T9Lo=",
  ]
}

provider "registry.terraform.io/hashicorp/random" {
  version = "3.6.0"
  hashes = [
    "h1:OYQMT6mXQc1iTMr4MLkbrhxOsmiEE4pI+wwPlWP/gnY=",
  ]
}
