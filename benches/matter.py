"""Contents of files from a seed: a few blocks of each kind, in ever new orders, so that gigabytes cost nothing to make."""
import random, struct
from images import HOLE

MIB = 1 << 20
WORDS = ["password", "token", "key", "https://example.com/", "0x1f", "= {", "};", "return", "function", "const", "-----", "user@example.com"]

class Matter:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.noise = [self.random.randbytes(MIB) for _ in range(8)]
        words = ["".join(self.random.choices("etaoinshrdlu", k=self.random.randint(2, 9))) for _ in range(3000)] + WORDS
        self.text = [self.lines(words) for _ in range(8)]

    def lines(self, words):
        made = " ".join(self.random.choices(words, k=180_000))
        return "\n".join(made[at:at + 90] for at in range(0, MIB, 90)).encode()[:MIB].ljust(MIB, b"\n")

    def part(self, blocks, length):
        """So many bytes from somewhere in one of the blocks."""
        at = self.random.randrange(MIB - length)
        return self.random.choice(blocks)[at:at + length]

    def blocks(self, kinds, size):
        """So many bytes of blocks, chunk by chunk."""
        while size > 0:
            block = self.random.choice(kinds)
            yield block if size >= len(block) else block[:size]
            size -= len(block)

    def binary(self, size): return self.blocks([*self.noise, HOLE, HOLE, HOLE], size)
    def texts(self, size): return self.blocks(self.text, size)

    def elf(self, size):
        """A program whose sections lie as linkers lay them: code, constants, data, names, and the table at the end."""
        names = b"\0.text\0.rodata\0.data\0.shstrtab\0"
        table = size - 5 * 64
        bounds = [4096, size // 2, size // 2 + size // 4, table - 64]
        parts = [struct.pack("<IIQQQQIIQQ", name, 1, 2, begin, begin, end - begin, 0, 0, 16, 0)
                 for (begin, end), name in zip(zip(bounds, bounds[1:]), (1, 7, 15))]
        parts.append(struct.pack("<IIQQQQIIQQ", 21, 3, 0, 0, table - 64, len(names), 0, 0, 1, 0))
        loads = [struct.pack("<IIQQQQQQ", 1, flags, begin, begin, begin, end - begin, end - begin, 4096)
                 for flags, begin, end in ((5, bounds[0], bounds[2]), (6, bounds[2], bounds[3]))]
        head = b"\x7fELF\2\1\1".ljust(16, b"\0") + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 4096, 64, table, 0, 64, 56, 2, 64, 5, 4)
        yield (head + b"".join(loads)).ljust(4096, b"\0")
        yield from self.binary(table - 64 - 4096)
        yield names.ljust(64, b"\0") + bytes(64) + b"".join(parts)
