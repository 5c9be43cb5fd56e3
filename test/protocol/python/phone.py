"""A small phone, written from PROTOCOL.md alone, on python3-websockets and python3-msgpack.

It does what lines of JSON on its standard input say, and tells what happens as lines of JSON:
  {"do": "say", "kind": "messageReceived", "fields": {...}}   {"do": "cut"}   {"do": "beat", "everyMs": 200}
"""
import argparse
import asyncio
import json
import os
import random
import re
import sys
import time
import urllib.error
import urllib.request

import msgpack
import websockets

import wire
from disk import Disk, new_install

OWN_VERSION = 1
GREETING_S = wire.LIMITS["greetingMs"] / 1000
SILENT_PERIODS = 3


def tell(event, **what):
    print(json.dumps({"event": event, **what}), flush=True)


def enrol(hub, token, install, info):
    """P8."""
    body = json.dumps({"token": token, "install": install, "info": info}).encode()
    request = urllib.request.Request(f"{hub}/api/enrol", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        tell("notEnrolled", status=error.code, **json.load(error))
        sys.exit(2)


class Phone:
    def __init__(self, hub, disk, account):
        self.hub = hub
        self.disk = disk
        self.account = account
        self.socket = None
        self.welcome = None
        self.hub_is_ahead_ms = 0
        self.beat_ms = None
        self.sent_to = 0
        self.window = 0
        self.failures = 0
        self.flushing = asyncio.Lock()
        self.finish_interrupted()

    async def run(self):
        while True:
            advice_s = await self.one_connection()
            self.socket = self.welcome = None
            if advice_s is None:
                return
            await asyncio.sleep(advice_s)

    async def one_connection(self):
        """Seconds until the next one, or None for never (P10, P31, P33)."""
        url = self.hub.replace("http", "ws", 1) + "/phone"
        header = {"Authorization": f"Bearer {self.disk.device}.{self.disk.key}"}
        try:
            async with open_socket(url, header) as socket:
                await self.live(socket)
            return self.come_back(1006, "")
        except websockets.ConnectionClosed as closed:
            code, reason = close_of(closed)
            if code == 4406:
                self.disk.start_anew()
            return self.come_back(code, reason)
        except Foreign:
            self.disk.start_anew()
            tell("newInstall", install=self.disk.install)
            return 0
        except (websockets.InvalidHandshake, OSError, asyncio.TimeoutError) as error:
            status = status_of(error)
            tell("notConnected", status=status)
            if status in (401, 403):
                return None
            return self.come_back(4200 if status in (429, 503) else 1006, "")

    async def live(self, socket):
        self.socket = socket
        hello = {"install": self.disk.install, "lastSequence": self.disk.sent, "info": INFO}
        await self.send([wire.write_message("phoneUplink", "hello", {"version": OWN_VERSION, **hello})])
        await asyncio.wait_for(self.hear(socket), GREETING_S)
        beating = asyncio.ensure_future(self.beat())
        try:
            while True:
                silence_s = SILENT_PERIODS * self.welcome["heartbeatMs"] / 1000
                await asyncio.wait_for(self.hear(socket), silence_s)
        finally:
            beating.cancel()

    async def hear(self, socket):
        for message in wire.read_frame(await socket.recv(), "phoneDownlink"):
            if isinstance(message, wire.Misfit):
                tell("ignored", code=message.values[0], field=message.field)
                continue
            await getattr(self, "on_" + message["kind"])(message)

    async def on_welcome(self, welcome):
        self.welcome = welcome
        self.hub_is_ahead_ms = welcome["serverMs"] - now_ms()
        self.failures = 0
        tell("welcome", lastSequence=welcome["lastSequence"], install=self.disk.install, sent=self.disk.sent)
        if not self.disk.fits(welcome["lastSequence"]):
            await self.socket.close(1000)
            raise Foreign
        self.disk.forget(welcome["lastSequence"])
        self.sent_to = welcome["lastSequence"]
        self.window = welcome["window"]
        if self.account and not any(self.waiting("accountOnline")):
            profile = {"wxid": self.account, "nickname": "蟒蛇"}
            self.disk.say("accountOnline", {"account": self.account, "profile": profile})
        await self.flush()

    async def on_acked(self, acked):
        self.disk.forget(acked["sequence"])
        self.window = acked["window"]
        tell("acked", sequence=acked["sequence"])
        await self.flush()

    async def on_refused(self, refused):
        tell("refused", **{key: refused[key] for key in ("sequence", "code", "field", "reason")})

    async def on_heartbeat(self, _heartbeat):
        tell("heartbeat")

    async def on_command(self, command):
        """P52: what the phone knows of the task decides."""
        task = command["task"]
        known = self.disk.tasks.get(task)
        tell("command", task=task, name=command["name"], known=known is not None)
        if known is not None:
            result = known["result"]
            if result is None or self.disk.on_its_way(task):
                return
            if result["outcome"] != "failed":
                self.disk.say("taskFinished", result)
                return await self.flush()
        self.disk.begin(task)
        result = {"task": task, "account": command["account"], **self.perform(command)}
        self.disk.finish(task, result)
        self.disk.say("taskFinished", result)
        await self.flush()

    def perform(self, command):
        """The WeChat of this phone sends everything; a text that ends with 忙 fails the first time."""
        arguments = wire.read_arguments(command["name"], command["args"])
        if command["name"] != "sendMessage":
            return failed("unsupported", f"no {command['name']} here")
        if arguments is None:
            return failed("badArguments", "not readable")
        if command["account"] != self.account:
            return failed("accountOffline", "not logged in here")
        if command["expiresAtMs"] < now_ms() + self.hub_is_ahead_ms:
            return failed("expired", "too late")
        text = arguments["text"]
        tell("did", task=command["task"], text=text, peer=arguments["peer"])
        if text.endswith("忙") and text not in FAILED_ONCE:
            FAILED_ONCE.add(text)
            return {"peer": arguments["peer"], **failed("tooFrequent", "操作过于频繁")}
        msg_svr_id = str(random.getrandbits(63))
        sent = {"msgSvrId": msg_svr_id, "sentAtMs": now_ms()}
        return {"peer": arguments["peer"], "outcome": "succeeded", **sent}

    def finish_interrupted(self):
        """P53."""
        for task, known in list(self.disk.tasks.items()):
            if known["result"] is None:
                why = {"code": "interrupted", "reason": "the phone was stopped"}
                result = {"task": task, "outcome": "unknown", **why}
                self.disk.finish(task, result)
                self.disk.say("taskFinished", result)

    def waiting(self, kind):
        code = wire.shape_of("phoneUplink", kind)["code"]
        return [values for values in map(msgpack.unpackb, self.disk.kept) if values[0] == code]

    async def say(self, kind, fields):
        tell("said", sequence=self.disk.say(kind, fields), kind=kind)
        await self.flush()

    async def flush(self):
        """Sends what the window allows, frame by frame, in order (P21, P24)."""
        async with self.flushing:
            while self.welcome is not None:
                frame = self.next_frame()
                if not frame:
                    return
                self.sent_to = frame[-1][0]
                if self.sent_to > self.disk.sent:
                    self.disk.sent = self.sent_to
                    self.disk.save()
                messages = [message for _sequence, message in frame]
                await self.send_bytes(msgpack.Packer().pack_array_header(len(messages)) + b"".join(messages))

    def next_frame(self):
        """What fits the window and the limits of one frame (P7)."""
        frame, size = [], ARRAY_HEAD_BYTES
        for sequence, message in self.disk.after(self.sent_to):
            size += len(message)
            full = size > self.welcome["frameBytesMax"] or len(frame) == wire.LIMITS["frameMessagesMax"]
            if full or sequence > self.disk.acked + self.window:
                break
            frame.append((sequence, message))
        return frame

    async def send(self, messages):
        await self.send_bytes(wire.pack(messages))

    async def send_bytes(self, data):
        try:
            await self.socket.send(data)
        except websockets.ConnectionClosed:
            pass  # Whoever hears learns it too, and the next connection sends it again.

    async def beat(self):
        while True:
            await asyncio.sleep((self.beat_ms or self.welcome["heartbeatMs"]) / 1000)
            await self.send([wire.write_message("phoneUplink", "heartbeat", {"atMs": now_ms()})])

    def come_back(self, code, reason):
        tell("closed", code=code, reason=reason)
        named = re.search(r"\bretry=(\d{1,9})\b", reason)
        named_s = int(named[1]) / 1000 if named else None
        self.failures += 1
        if 4500 <= code <= 4599:
            return None
        if 4400 <= code <= 4499:
            return max(60, named_s or 0)
        if 4200 <= code <= 4299:
            return 5 if named_s is None else named_s
        if named_s is not None:
            return named_s
        patience = min(30, 0.5 * 2 ** min(self.failures - 1, 10))
        return patience * (random.random() if self.failures == 1 else 0.5 + random.random() / 2)

    def cut(self):
        """The network is gone: no close, nothing."""
        if self.socket is not None:
            self.socket.transport.abort()


class Foreign(Exception):
    """The hub's numbers of this install aren't ours."""


def failed(code, reason):
    return {"outcome": "failed", "code": code, "reason": reason}


def now_ms():
    return int(time.time() * 1000)


def open_socket(url, header):
    """The name of one argument changed with version 14."""
    options = {"compression": None, "ping_interval": None, "max_size": wire.LIMITS["downlinkBytesMax"]}
    major = int(websockets.__version__.split(".")[0])
    headers = "additional_headers" if major >= 14 else "extra_headers"
    return websockets.connect(url, **{headers: header}, **options)


def close_of(closed):
    received = getattr(closed, "rcvd", None)
    return (received.code, received.reason) if received is not None else (1006, "")


def status_of(error):
    response = getattr(error, "response", None)
    return getattr(error, "status_code", getattr(response, "status_code", None))


async def obey(phone):
    """What the test wants, line by line, until there are no more."""
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            return
        order = json.loads(line)
        if order["do"] == "say":
            await phone.say(order["kind"], from_json(order["fields"]))
        elif order["do"] == "cut":
            phone.cut()
        elif order["do"] == "beat":
            phone.beat_ms = order["everyMs"]


def from_json(fields):
    return {key: bytes.fromhex(value["hex"]) if isinstance(value, dict) and list(value) == ["hex"] else value
            for key, value in fields.items()}


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hub", required=True)
    parser.add_argument("--disk", required=True)
    parser.add_argument("--token")
    parser.add_argument("--account")
    options = parser.parse_args()
    disk = Disk(options.disk)
    if disk.key is None:
        disk.install = new_install()
        answer = enrol(options.hub, options.token, disk.install, INFO)
        disk.device, disk.key = answer["device"], answer["key"]
        disk.save()
        tell("enrolled", device=disk.device)
    phone = Phone(options.hub, disk, options.account)
    running = asyncio.ensure_future(phone.run())
    obeying = asyncio.ensure_future(obey(phone))
    done, _pending = await asyncio.wait({running, obeying}, return_when=asyncio.FIRST_COMPLETED)
    for one in done:
        one.result()
    if phone.socket is not None:
        await phone.socket.close(1000)
    tell("ended")
    # The thread that reads standard input can't be interrupted.
    os._exit(0)


ARRAY_HEAD_BYTES = 5
INFO = {"brand": "Python", "model": "phone.py", "client": "1"}
FAILED_ONCE = set()

if __name__ == "__main__":
    asyncio.run(main())
