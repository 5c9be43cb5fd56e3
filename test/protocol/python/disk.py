"""What a phone keeps on its disk (P61), written so that a power cut leaves the old or the new state."""
import json
import os
import secrets
import time

import msgpack

import wire

TASK_MEMORY_S = wire.LIMITS["taskMemoryMs"] / 1000
FINISHED_CODE = wire.shape_of("phoneUplink", "taskFinished")["code"]


class Disk:
    """Device and key, install, numbers, what isn't acked, tasks."""

    def __init__(self, path):
        self.path = path
        self.device = None
        self.key = None
        self.install = None
        self.sent = 0
        self.given = 0
        self.kept = []
        self.tasks = {}
        if os.path.exists(path):
            with open(path, encoding="utf8") as file:
                self.__dict__.update(json.load(file))
            self.kept = [bytes.fromhex(message) for message in self.kept]

    def save(self):
        state = {**self.__dict__, "kept": [message.hex() for message in self.kept]}
        with open(self.path + ".new", "w", encoding="utf8") as file:
            json.dump(state, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.path + ".new", self.path)
        folder = os.open(os.path.dirname(os.path.abspath(self.path)), os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    @property
    def acked(self):
        return self.given - len(self.kept)

    def say(self, kind, fields):
        """Gives the next number and keeps the message (P20, P21)."""
        self.given += 1
        message = wire.write_message("phoneUplink", kind, {**fields, "sequence": self.given})
        self.kept.append(wire.pack(message))
        self.save()
        return self.given

    def after(self, sequence):
        """Messages above a number, with their numbers."""
        first = self.acked + 1
        start = max(0, sequence + 1 - first)
        return [(first + index, self.kept[index]) for index in range(start, len(self.kept))]

    def forget(self, upto):
        if upto > self.acked:
            del self.kept[: upto - self.acked]
            self.save()

    def fits(self, last_sequence):
        """P17: do these numbers mean the same to the hub?"""
        return self.acked <= last_sequence <= self.sent

    def start_anew(self):
        """P19: a new install, everything that isn't acked under new numbers in the same order."""
        self.install = new_install()
        self.kept = [renumber(message, index + 1) for index, message in enumerate(self.kept)]
        self.given = len(self.kept)
        self.sent = 0
        self.save()

    def on_its_way(self, task):
        """The task's result isn't acked yet (P52)."""
        messages = map(msgpack.unpackb, self.kept)
        return any(values[0] == FINISHED_CODE and values[2] == task for values in messages)

    def begin(self, task):
        oldest = time.time() - TASK_MEMORY_S
        self.tasks = {name: known for name, known in self.tasks.items() if known["at"] >= oldest}
        self.tasks[task] = {"at": time.time(), "result": None}
        self.save()

    def finish(self, task, result):
        self.tasks[task]["result"] = result
        self.save()


def new_install():
    return "i-" + secrets.token_hex(12)


def renumber(message, sequence):
    values = msgpack.unpackb(message)
    values[1] = sequence
    return wire.pack(values)
