#!/bin/sh
# Writes small models with the libraries of llama.cpp and of Hugging Face, and folders as the client of the latter names them.
set -eu
cd "$(dirname "$0")"
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
python3 -m venv "$FOLDER/venv"
"$FOLDER/venv/bin/pip" install -q gguf==0.19.0 safetensors==0.8.0 numpy huggingface_hub
"$FOLDER/venv/bin/python" - <<'EOF'
import gguf, numpy
from huggingface_hub.file_download import repo_folder_name
from safetensors.numpy import save_file

tensor = numpy.zeros((4, 4), dtype=numpy.float32)


def write(path, state, **options):
    writer = gguf.GGUFWriter(path, "llama", **options)
    state(writer)
    writer.add_tensor("token_embd.weight", tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def tide(writer):
    writer.add_block_count(1)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(["<s>", "</s>", "tide"])
    writer.add_token_scores([0.0, 0.0, -1.5])
    writer.add_name("Tide 1B Instruct")
    writer.add_basename("Tide")
    writer.add_version("v1.1")
    writer.add_organization("Harbour")
    writer.add_license("apache-2.0")
    writer.add_size_label("1B")
    writer.add_tags(["text-generation", "tide"])


write("tide.gguf", tide)
write("bare.gguf", lambda writer: None)
write("big-endian.gguf", tide, endianess=gguf.GGUFEndian.BIG)
save_file({"a": tensor}, "titled.safetensors", {
    "modelspec.sai_model_spec": "1.0.0", "modelspec.title": "Tide Painter", "modelspec.license": "MIT", "modelspec.author": "Harbour",
})
save_file({"a": tensor}, "model-00001-of-00002.safetensors", {"format": "pt"})
with open("hub", "w") as file:
    for kind, name in ("model", "google/bert-base"), ("model", "gpt2"), ("dataset", "squad"):
        folder = repo_folder_name(repo_id=name, repo_type=kind)
        file.write(f"{folder}/snapshots/0c0bab0f4b3a2b2f4f4f0a1b1c1d1e1f2a2b2c2d\n")
EOF
