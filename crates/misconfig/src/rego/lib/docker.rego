# The instructions of a Dockerfile by their keywords: all of them, and those of each stage.
package lib.docker

import rego.v1

named(keyword) := {command | some command in input.Stages[_].Commands; command.Cmd == keyword}

in_stages(keyword) := {stage: commands |
	some stage in input.Stages
	commands := [command | some command in stage.Commands; command.Cmd == keyword]
}

add := named("add")

copy := named("copy")

entrypoint := named("entrypoint")

expose := named("expose")

from := named("from")

healthcheck := named("healthcheck")

run := named("run")

user := named("user")

workdir := named("workdir")

stage_cmd := in_stages("cmd")

stage_copies := in_stages("copy")

stage_entrypoints := in_stages("entrypoint")

stage_healthcheck := in_stages("healthcheck")

stage_user := in_stages("user")

# The words of each command of a shell's text.
split_cmd(text) := sh.parse_commands(text)

# Which of the commands call one of these programs, and behind it one of these subcommands.
command_indexes(commands, subcommands, programs) := indexes if {
	indexes := [index |
		some index, words in commands
		some at, word in words
		word in programs
		some behind in array.slice(words, at + 1, count(words))
		behind in subcommands
	]
	count(indexes) > 0
}
