"""Headless Chromium, driven by the DevTools protocol."""
import asyncio
import base64
import json
import re
import shutil
import subprocess
import tempfile

import websockets

SIZES = {"dark": (1440, 900, 1, False), "light": (1440, 900, 1, False), "phone": (360, 740, 2, True)}
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--hide-scrollbars", "--no-first-run",
    # The browser asks nobody for anything by itself, and finds no name.
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


class Browser:
    """`async with Browser() as browser`."""

    async def __aenter__(self):
        self.profile = tempfile.mkdtemp(prefix="peer-observer-chromium.")
        command = ["setpriv", "--pdeathsig", "TERM", "chromium", *FLAGS, f"--user-data-dir={self.profile}", "about:blank"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        address = None
        for line in self.process.stderr:
            found = re.search(r"DevTools listening on (ws://\S+)", line)
            if found:
                address = found[1]
                break
        if not address:
            raise RuntimeError("chromium does not start")
        # What it says later must not fill the pipe.
        asyncio.get_running_loop().run_in_executor(None, self.process.stderr.read)
        self.socket = await websockets.connect(address, max_size=None)
        self.calls = {}
        self.tabs = {}
        self.number = 0
        self.reader = asyncio.create_task(self.read())
        return self

    async def __aexit__(self, *_):
        self.reader.cancel()
        await self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    async def read(self):
        async for text in self.socket:
            message = json.loads(text)
            if "id" in message:
                self.calls.pop(message["id"]).set_result(message)
            elif message.get("sessionId") in self.tabs:
                self.tabs[message["sessionId"]].hear(message["method"], message["params"])

    async def call(self, method, session=None, **parameters):
        self.number += 1
        future = self.calls[self.number] = asyncio.get_running_loop().create_future()
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        await self.socket.send(json.dumps(message))
        answer = await asyncio.wait_for(future, 60)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    async def open(self, url, mode="dark"):
        target = (await self.call("Target.createTarget", url="about:blank"))["targetId"]
        session = (await self.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        tab = Tab(self, target, session)
        self.tabs[session] = tab
        for domain in ["Page", "Runtime", "Log", "Network"]:
            await tab.call(f"{domain}.enable")
        width, height, scale, mobile = SIZES[mode]
        await tab.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale,
                       mobile=mobile)
        scheme = "light" if mode == "light" else "dark"
        await tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        await tab.call("Page.navigate", url=url)
        return tab


class Tab:
    def __init__(self, browser, target, session):
        self.browser = browser
        self.target = target
        self.session = session
        self.problems = []
        self.requests = []

    def hear(self, method, parameters):
        if method == "Runtime.exceptionThrown":
            detail = parameters["exceptionDetails"]
            self.problems.append(f"exception: {detail.get('exception', {}).get('description', detail['text'])}")
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.problems.append(f"console: {[value.get('value') for value in parameters['args']]}")
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.problems.append(f"log: {parameters['entry']['text']} {parameters['entry'].get('url', '')}")
        elif method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.requests.append(parameters["url"])

    async def call(self, method, **parameters):
        return await self.browser.call(method, self.session, **parameters)

    async def evaluate(self, expression):
        answer = await self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            detail = answer["exceptionDetails"]
            raise RuntimeError(f"{expression}: {detail.get('exception', {}).get('description', detail['text'])}")
        return answer["result"].get("value")

    async def until(self, expression, what, timeout=25):
        """Waits until an expression is true; gives its value."""
        deadline = asyncio.get_running_loop().time() + timeout
        while True:
            value = await self.evaluate(expression)
            if value:
                return value
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"not within {timeout} s: {what} ({expression} gave {value!r})")
            await asyncio.sleep(0.1)

    async def changes(self, expression, what, timeout=25):
        """Waits until an expression's value is another one."""
        before = json.dumps(await self.evaluate(expression))
        await self.until(f"JSON.stringify({expression}) !== {json.dumps(before)}", what, timeout)

    async def screenshot(self, path):
        answer = await self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(answer["data"]))

    async def close(self):
        await self.browser.call("Target.closeTarget", targetId=self.target)
        self.browser.tabs.pop(self.session, None)
