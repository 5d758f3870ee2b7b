package lib.utils

import rego.v1

has_key(object, key) if _ = object[key]
