#!/usr/bin/env python3
"""Python's ssl and websockets against the tool: websocket_tls_client.py PORT CERTIFICATE [hold]

Trusts nothing but CERTIFICATE; prints one line for each thing that holds. With `hold`, it stays until SIGUSR1, and then
shows that its connection still lives.
"""
import asyncio, json, signal, ssl, sys, urllib.request
import websockets


async def main(port, certificate, hold):
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, told.set)
    context = ssl.create_default_context(cafile=certificate)
    async with websockets.connect(f"wss://127.0.0.1:{port}/websocket", ssl=context) as client:
        secured = client.transport.get_extra_info("ssl_object")
        assert secured.version() in ("TLSv1.2", "TLSv1.3"), secured.version()
        await client.send(json.dumps({"format": "envelope", "kinds": ["messages"]}))
        assert json.loads(await client.recv())["control"] == "subscribed"
        assert json.loads(await client.recv())["control"] == "status"
        print("subscribed", flush=True)
        message = json.loads(await asyncio.wait_for(client.recv(), 20))
        assert message["event"]["EbpfExtractor"]["ebpf_event"]["Message"]["msg"] == {"Ping": {"value": 7}}, message
        print("event", flush=True)
        page = await asyncio.to_thread(read, f"https://127.0.0.1:{port}/index.html", context)
        assert page.headers["content-security-policy"].startswith("default-src 'none'"), page.headers
        print("page", flush=True)
        if hold:
            await told.wait()
            await asyncio.wait_for(await client.ping(), 10)
            print("held", flush=True)
        await client.close()
        assert client.close_code == 1000, client.close_code
    # Nobody gets through without TLS.
    try:
        await asyncio.wait_for(websockets.connect(f"ws://127.0.0.1:{port}/"), 20)
        raise SystemExit("a connection without TLS was taken")
    except (websockets.InvalidMessage, ConnectionError, asyncio.TimeoutError):
        print("plain refused", flush=True)
    print("done", flush=True)


def read(url, context):
    with urllib.request.urlopen(url, context=context, timeout=20) as answer:
        assert answer.status == 200
        return answer


asyncio.run(main(int(sys.argv[1]), sys.argv[2], "hold" in sys.argv[3:]))
